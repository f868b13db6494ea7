package io.weir.api.store;

/** How finely a level of the history keeps time, finest first. */
public enum HistoryLevel {
  /** Each sample. */
  RAW(0),
  MINUTE(60_000_000L),
  HOUR(3_600_000_000L),
  DAY(86_400_000_000L);

  private final long micros;

  HistoryLevel(long micros) {
    this.micros = micros;
  }

  /**
   * Length of a step in microseconds, aligned to multiples of itself since the epoch; 0 for raw.
   */
  public long micros() {
    return micros;
  }
}
