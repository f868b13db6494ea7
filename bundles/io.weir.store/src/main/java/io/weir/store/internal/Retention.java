package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.util.List;

/**
 * How long the levels of the history are kept.
 *
 * @param limits most bytes of the levels and of all
 * @param groups the groups of channels; the last one, named "", takes every channel
 */
record Retention(SizeLimits limits, List<ChannelGroup> groups) {
  /** Everything is kept. */
  static final Retention FOREVER = new Retention(SizeLimits.NONE, List.of(ChannelGroup.EVERYONE));

  /** Copies the groups. */
  Retention {
    groups = List.copyOf(groups);
  }

  /** The group a channel is kept with. */
  ChannelGroup group(String channel) {
    for (ChannelGroup each : groups) {
      if (each.has(channel)) {
        return each;
      }
    }
    return ChannelGroup.EVERYONE;
  }

  /** Before this time a group's level is not kept; {@link Long#MIN_VALUE} if it is for ever. */
  static long cutoff(ChannelGroup group, HistoryLevel level, long now) {
    long days = group.days(level);
    return days == 0 ? Long.MIN_VALUE : now - days * HistoryLevel.DAY.micros();
  }
}
