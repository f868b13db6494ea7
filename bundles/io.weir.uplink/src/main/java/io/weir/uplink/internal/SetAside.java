package io.weir.uplink.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.uplink.Message;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a parcel the destination will never take: its batch is cut into entries, and a
 * single entry goes to the dead letters. Confined to the pump's thread.
 */
final class SetAside {
  private static final long CHECK_MICROS = 60_000_000;

  private final DeadLetters letters;
  private final GatewayClock clock;
  private final Gauges gauges;
  private String lastReason = "";
  private long checkedAt;
  private int checkedVersion;

  /** What follows from a refusal. */
  enum Outcome {
    /** The letter is written; the line goes on. */
    KEPT,
    /** Its entries are to be sent again, one by one. */
    CUT
  }

  SetAside(DeadLetters letters, GatewayClock clock, Gauges gauges) {
    this.letters = letters;
    this.clock = clock;
    this.gauges = gauges;
    gauges.deadLetters = letters.size();
  }

  /**
   * Takes a refusal.
   *
   * @throws IOException if it cannot be set aside, so that it must not be passed over
   */
  Outcome refused(Parcel parcel, String reason) throws IOException {
    Flight flight = parcel.flight();
    Message message = parcel.message();
    if (flight.isMany() || (message == null && !flight.suspect)) {
      flight.lane.singleOut(flight.last);
      return Outcome.CUT;
    }
    if (message == null) {
      throw new IOException("neither codec weir nor codec json can encode it");
    }
    // After a rewind an entry that was set aside already is refused once more.
    if (!letters.contains(message)) {
      gauges.deadLettersDropped.add(letters.add(message, reason, clock.epochMicros() / 1_000));
      gauges.rejected.increment();
      gauges.deadLetters = letters.size();
      lastReason = reason;
    }
    flight.setAside();
    return Outcome.KEPT;
  }

  /** Looks now and then whether somebody has removed what lay there. */
  void look() {
    long now = clock.micros();
    int version = letters.version();
    if (gauges.deadLetters > 0 && (version != checkedVersion || now - checkedAt >= CHECK_MICROS)) {
      checkedAt = now;
      checkedVersion = version;
      gauges.deadLetters = letters.size();
    }
  }

  /** What a person should know of what lies there; null for nothing. */
  @Nullable String notice() {
    if (gauges.deadLetters == 0) {
      return null;
    }
    return "messages the destination will never take are in "
        + letters.folder()
        + "; look at them, send them again or delete them. The last reason was: "
        + (lastReason.isEmpty() ? "see the .reason.txt files" : lastReason);
  }

  String folder() {
    return letters.folder().toString();
  }
}
