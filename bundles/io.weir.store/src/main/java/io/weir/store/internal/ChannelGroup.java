package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Channels whose history is kept for the same time.
 *
 * @param name what is kept of it in the database: the patterns as they are written, "" for all
 *     channels
 * @param patterns what a channel's id must match one of
 * @param raw days samples are kept, 0 for ever
 * @param minute days the rollups of minutes are kept, 0 for ever
 * @param hour those of hours
 * @param day those of days
 */
record ChannelGroup(
    String name, List<Pattern> patterns, long raw, long minute, long hour, long day) {
  /** All channels, for ever. */
  static final ChannelGroup EVERYONE = new ChannelGroup("", List.of(), 0, 0, 0, 0);

  /** Copies the patterns. */
  ChannelGroup {
    patterns = List.copyOf(patterns);
  }

  /** Whether the channel is one of these. */
  boolean has(String channel) {
    return name.isEmpty() || patterns.stream().anyMatch(each -> each.matcher(channel).matches());
  }

  /** Days a level is kept, 0 for ever. */
  long days(HistoryLevel level) {
    return switch (level) {
      case RAW -> raw;
      case MINUTE -> minute;
      case HOUR -> hour;
      case DAY -> day;
    };
  }
}
