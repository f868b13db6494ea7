package io.weir.core.internal.clock;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.work.Scheduler;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Says on the board how the clock is. */
@Component(
    service = {},
    immediate = true)
public final class ClockStatus {
  private final ClockComponent clock;
  private final StatusBoard.Part part;
  private final Scheduler.Task check;

  @Activate
  public ClockStatus(
      @Reference ClockComponent clock,
      @Reference StatusBoard board,
      @Reference Scheduler scheduler) {
    this.clock = clock;
    part = board.part("clock");
    part.gauge("boot", clock::boot);
    part.gauge("trusted", () -> clock.isTrusted(clock.boot()) ? 1 : 0);
    part.gauge("jumps", clock::jumps);
    check = scheduler.every(Duration.ofSeconds(2), this::report);
    report();
  }

  @Deactivate
  void deactivate() {
    check.close();
    part.close();
  }

  private void report() {
    if (!clock.problem().isEmpty()) {
      part.status(State.ERROR, "disk", clock.problem());
    } else if (!clock.isTrusted(clock.boot())) {
      part.status(
          State.DEGRADED,
          "clock",
          "The system time is not confirmed yet; samples are kept and get their time once it is."
              + " Check the network time service (timedatectl).");
    } else if (!clock.jump().isEmpty()) {
      part.status(State.DEGRADED, "jump", clock.jump());
    } else {
      part.ok();
    }
  }
}
