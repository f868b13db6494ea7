package io.weir.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the gateway is. Does nothing when no service manager asks.
 *
 * <p>The notification socket takes datagrams, which Java 17 cannot send to a Unix socket; the
 * {@code systemd-notify} program is on every machine that has systemd.
 */
final class ServiceManager implements Consumer<String> {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String program;
  private final boolean asked;
  private final Optional<Duration> watchdog;

  ServiceManager(Map<String, String> environment) {
    this(environment, "systemd-notify");
  }

  ServiceManager(Map<String, String> environment, String program) {
    this.program = program;
    this.asked = environment.containsKey("NOTIFY_SOCKET");
    this.watchdog = asked ? period(environment.get("WATCHDOG_USEC")) : Optional.empty();
  }

  /** How often the watchdog must be fed: three times within its limit. */
  Optional<Duration> watchdog() {
    return watchdog;
  }

  /** Sends one state, such as {@code READY=1}. */
  @Override
  public void accept(String state) {
    if (!asked) {
      return;
    }
    try {
      Process notify = new ProcessBuilder(program, state).inheritIO().start();
      if (!notify.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        notify.destroyForcibly();
        LOG.warn("{} did not take {} within {}", program, state, PATIENCE);
      }
    } catch (IOException e) {
      LOG.warn("Cannot run {}; is the unit's NotifyAccess=all?", program, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Duration> period(@Nullable String micros) {
    if (micros == null) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)) / 3));
  }
}
