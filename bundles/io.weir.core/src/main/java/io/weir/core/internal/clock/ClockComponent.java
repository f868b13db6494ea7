package io.weir.core.internal.clock;

import io.weir.api.runtime.GatewayClock;
import io.weir.core.internal.work.Scheduler;
import io.weir.core.internal.work.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The system clock as a service, looked after every few seconds. */
@Component(
    service = {GatewayClock.class, ClockComponent.class},
    immediate = true)
public final class ClockComponent implements GatewayClock {
  private static final Duration CHECK = Duration.ofSeconds(2);

  private final SystemClock clock;
  private final Scheduler.Task check;

  @Activate
  public ClockComponent(@Reference Scheduler scheduler, BundleContext context) {
    Path data = Settings.directory(context, "weir.data");
    TimeSource source = new TimeSource.Machine();
    clock = new SystemClock(data.resolve("boots.json"), source, TimeEvidence.ofMachine(source));
    check = scheduler.every(CHECK, clock::check);
  }

  @Deactivate
  void deactivate() {
    check.close();
    clock.close();
  }

  @Override
  public long micros() {
    return clock.micros();
  }

  @Override
  public int boot() {
    return clock.boot();
  }

  @Override
  public long toEpoch(int boot, long micros) {
    return clock.toEpoch(boot, micros);
  }

  @Override
  public boolean isTrusted(int boot) {
    return clock.isTrusted(boot);
  }

  String problem() {
    return clock.problem();
  }

  String jump() {
    return clock.jump();
  }

  int jumps() {
    return clock.jumps();
  }
}
