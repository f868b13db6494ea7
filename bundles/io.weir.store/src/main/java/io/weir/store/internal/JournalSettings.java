package io.weir.store.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.store.Lane;

/**
 * How the journal keeps its entries.
 *
 * @param commitMillis interval of the telemetry lane's group commit
 * @param segmentBytes size of a telemetry segment
 * @param maxBytes most bytes of the telemetry lane
 * @param eventSegmentBytes size of an event segment
 * @param eventMaxBytes most bytes of the event lane
 * @param maxAgeHours telemetry older than this is given up; 0 for never
 * @param eventMaxAgeHours events older than this are given up; 0 for never
 */
record JournalSettings(
    long commitMillis,
    long segmentBytes,
    long maxBytes,
    long eventSegmentBytes,
    long eventMaxBytes,
    long maxAgeHours,
    long eventMaxAgeHours) {
  private static final long MICROS = 3_600_000_000L;
  private static final long LONGEST = 876_000;
  private static final long SMALLEST = 64 << 10;

  /** Checks every figure. */
  JournalSettings {
    between("commit.interval.ms", commitMillis, 1, 60_000);
    between("segment.bytes", segmentBytes, SMALLEST, 1 << 30);
    between("event.segment.bytes", eventSegmentBytes, SMALLEST, 1 << 30);
    between("journal.max.bytes", maxBytes, 3 * segmentBytes, Long.MAX_VALUE);
    between("event.max.bytes", eventMaxBytes, 3 * eventSegmentBytes, Long.MAX_VALUE);
    between("journal.max.age.h", maxAgeHours, 0, LONGEST);
    between("event.max.age.h", eventMaxAgeHours, 0, LONGEST);
  }

  /** Without limits of age. */
  JournalSettings(
      long commitMillis,
      long segmentBytes,
      long maxBytes,
      long eventSegmentBytes,
      long eventMaxBytes) {
    this(commitMillis, segmentBytes, maxBytes, eventSegmentBytes, eventMaxBytes, 0, 0);
  }

  /** The settings as configured. */
  static JournalSettings of(StoreConfig config) {
    return new JournalSettings(
        config.commit_interval_ms(),
        config.segment_bytes(),
        config.journal_max_bytes(),
        config.event_segment_bytes(),
        config.event_max_bytes(),
        config.journal_max_age_h(),
        config.event_max_age_h());
  }

  /** The settings of one lane. */
  LaneSettings lane(Lane lane) {
    return switch (lane) {
      case EVENT ->
          new LaneSettings(lane, eventSegmentBytes, eventMaxBytes, 1, eventMaxAgeHours * MICROS);
      case TELEMETRY -> new LaneSettings(lane, segmentBytes, maxBytes, 0, maxAgeHours * MICROS);
    };
  }

  private static void between(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new ConfigException(
          field,
          value,
          max == Long.MAX_VALUE ? "set it to at least " + min : "set it to " + min + " to " + max);
    }
  }
}
