package io.weir.api.store;

/** A priority class of the journal. The code is written to disk and to the wire. */
public enum Lane {
  /** Alarms, rule events, command results: durable at once, sent first. */
  EVENT(1),
  /** Samples. */
  TELEMETRY(2);

  private final int code;

  Lane(int code) {
    this.code = code;
  }

  /** The number that stands for this lane on disk and on the wire. */
  public int code() {
    return code;
  }
}
