package io.weir.uplink.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Lane;
import org.jspecify.annotations.Nullable;

/** An uplink's place on the board: its figures, and the one thing most worth saying. */
final class PumpStatus {
  private final StatusBoard.Part part;
  private final GatewayClock clock;
  private final Gauges gauges;
  private final Progress progress;

  PumpStatus(StatusBoard.Part part, GatewayClock clock, Gauges gauges) {
    this.part = part;
    this.clock = clock;
    this.gauges = gauges;
    progress = new Progress(gauges);
  }

  void starting() {
    part.status(State.STARTING, "comm", "connecting");
  }

  /**
   * Writes the figures down.
   *
   * @param isBehind whether there is telemetry that should have gone long ago
   */
  void measure(boolean connected, int inFlight, Lanes lanes, boolean isBehind) {
    gauges.connected = connected;
    gauges.inFlight = inFlight;
    gauges.eventBacklog = lanes.backlog(Lane.EVENT);
    gauges.telemetryBacklog = lanes.backlog(Lane.TELEMETRY);
    progress.look(clock.micros(), gauges.telemetryBacklog, isBehind, connected);
  }

  /**
   * Says how it is.
   *
   * @param lost why there is no connection any more; null if there was none yet
   */
  void report(
      boolean connected,
      @Nullable String lost,
      Trouble.@Nullable Cause trouble,
      Allowance.@Nullable Notice notice,
      @Nullable String letters) {
    if (trouble != null) {
      part.status(trouble.state(), trouble.reason(), trouble.message());
    } else if (!connected && lost != null) {
      part.status(State.ERROR, "comm", lost);
    } else if (!connected) {
      starting();
    } else if (letters != null && (notice == null || notice.state() == State.OK)) {
      part.status(State.DEGRADED, "rejected", letters);
    } else if (notice != null) {
      part.status(notice.state(), notice.reason(), notice.message());
    } else {
      part.ok();
    }
  }

  void close() {
    part.close();
  }
}
