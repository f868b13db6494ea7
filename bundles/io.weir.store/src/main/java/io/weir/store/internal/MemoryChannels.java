package io.weir.store.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.store.ChannelTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the channel table while the data directory cannot be used. Its numbers are for live
 * values alone and are forgotten when the real table comes. Any thread.
 */
final class MemoryChannels implements ChannelTable {
  private final List<ChannelInfo> lines = new CopyOnWriteArrayList<>();
  private final Map<String, List<ChannelInfo>> byId = new ConcurrentHashMap<>();

  @Override
  public synchronized ChannelInfo assign(String id, ValueType type, String unit) {
    List<ChannelInfo> known = byId(id);
    ChannelInfo last = known.isEmpty() ? null : known.get(known.size() - 1);
    if (last != null && last.type() == type && last.unit().equals(unit)) {
      return last;
    }
    ChannelInfo line = new ChannelInfo(lines.size(), ChannelFile.valid(id), type, unit);
    lines.add(line);
    byId.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>()).add(line);
    return line;
  }

  @Override
  public @Nullable ChannelInfo get(int number) {
    return number >= 0 && number < lines.size() ? lines.get(number) : null;
  }

  @Override
  public int size() {
    return lines.size();
  }

  @Override
  public List<ChannelInfo> byId(String id) {
    return byId.getOrDefault(id, List.of());
  }
}
