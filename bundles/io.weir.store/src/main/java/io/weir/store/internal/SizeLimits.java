package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;

/**
 * Most bytes of the history; 0 for no limit.
 *
 * @param total of the database
 * @param raw of the rows of samples
 * @param minute of the rows of minutes
 * @param hour of the rows of hours
 * @param day of the rows of days
 */
record SizeLimits(long total, long raw, long minute, long hour, long day) {
  /** No limit at all. */
  static final SizeLimits NONE = new SizeLimits(0, 0, 0, 0, 0);

  /** The limit of a level. */
  long of(HistoryLevel level) {
    return switch (level) {
      case RAW -> raw;
      case MINUTE -> minute;
      case HOUR -> hour;
      case DAY -> day;
    };
  }
}
