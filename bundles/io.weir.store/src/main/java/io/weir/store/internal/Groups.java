package io.weir.store.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.store.ChannelTable;
import java.util.Arrays;
import java.util.List;

/** Which group each channel number is kept with. Confined to the history thread. */
final class Groups {
  private final Retention retention;
  private final ChannelTable channels;
  private ChannelGroup[] known = new ChannelGroup[0];

  Groups(Retention retention, ChannelTable channels) {
    this.retention = retention;
    this.channels = channels;
  }

  List<ChannelGroup> all() {
    return retention.groups();
  }

  /** Whether all channels are kept for the same time. */
  boolean isOne() {
    return retention.groups().size() == 1;
  }

  /** The group of a channel number. */
  ChannelGroup of(int number) {
    if (number >= known.length) {
      int from = known.length;
      known = Arrays.copyOf(known, Math.max(number + 1, channels.size()));
      for (int each = from; each < known.length; each++) {
        ChannelInfo line = channels.get(each);
        known[each] = line == null ? all().get(all().size() - 1) : retention.group(line.id());
      }
    }
    return known[number];
  }
}
