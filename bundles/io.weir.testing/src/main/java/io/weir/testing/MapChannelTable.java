package io.weir.testing;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.ChannelTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel table in memory. Any thread. */
public final class MapChannelTable implements ChannelTable {
  private final List<ChannelInfo> lines = new ArrayList<>();

  @Override
  public synchronized ChannelInfo assign(String id, ValueType type, String unit) {
    List<ChannelInfo> known = byId(id);
    if (!known.isEmpty()) {
      ChannelInfo current = known.get(known.size() - 1);
      if (current.type() == type && current.unit().equals(unit)) {
        return current;
      }
    }
    ChannelInfo line = new ChannelInfo(lines.size(), id, type, unit);
    lines.add(line);
    return line;
  }

  @Override
  public synchronized @Nullable ChannelInfo get(int number) {
    return number >= 0 && number < lines.size() ? lines.get(number) : null;
  }

  @Override
  public synchronized int size() {
    return lines.size();
  }

  @Override
  public synchronized List<ChannelInfo> byId(String id) {
    return lines.stream().filter(line -> line.id().equals(id)).toList();
  }
}
