package io.weir.store.internal;

/**
 * How many samples there are in a run of entries and from when to when.
 *
 * @param samples number of samples; 0 if not known
 * @param from time of the first, epoch microseconds; 0 if not known
 * @param to time of the last, epoch microseconds; 0 if not known
 */
record Span(long samples, long from, long to) {
  static final Span UNKNOWN = new Span(0, 0, 0);

  /** Both together. */
  Span and(Span other) {
    return new Span(
        samples + other.samples,
        from == 0 || (other.from != 0 && other.from < from) ? other.from : from,
        Math.max(to, other.to));
  }
}
