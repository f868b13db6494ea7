package io.weir.store.internal;

import io.weir.api.encoding.BatchFormat;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channel table in an append-only text file and a copy of it, read whole at start.
 *
 * <p>A line without its end was never answered for and is written over; a damaged line is taken
 * from the copy, or from the journal, or else keeps its number from being given out again. Any
 * thread; assigning is serialised.
 */
final class ChannelFile implements ChannelTable, Closeable {
  static final String NAME = "channels.tsv";
  static final String COPY = "channels.copy.tsv";

  private final ChannelFiles files;
  private final IdIndex ids = new IdIndex(this::line);
  private volatile @Nullable ChannelInfo[] lines = new ChannelInfo[64];
  private volatile int size;
  private final StatusBoard.Part part;

  ChannelFile(Disk disk, Path directory, StatusBoard board) throws IOException {
    part = board.part("channels");
    try {
      files = new ChannelFiles(disk, directory);
    } catch (IOException e) {
      part.status(
          State.ERROR, "disk", "the channel table cannot be read or written: " + e.getMessage());
      throw e;
    }
    files.lines().byNumber().values().forEach(this::publish);
    size = files.lines().size();
    files.lines().forget();
    String damage = files.damage();
    if (damage.isEmpty()) {
      part.ok();
    } else {
      part.status(State.DEGRADED, "damaged", damage);
    }
    part.gauge("channels", this::size);
  }

  @Override
  public ChannelInfo assign(String id, ValueType type, String unit) {
    ChannelInfo known = current(id, type, unit);
    return known != null ? known : assignAll(List.of(new Wanted(id, type, unit))).get(0);
  }

  @Override
  public synchronized List<ChannelInfo> assignAll(List<Wanted> channels) {
    List<ChannelInfo> answer = new ArrayList<>(channels.size());
    Map<String, ChannelInfo> fresh = new HashMap<>();
    StringBuilder text = new StringBuilder();
    int next = size;
    List<ChannelInfo> added = new ArrayList<>();
    for (Wanted wanted : channels) {
      ChannelInfo line = fresh.get(wanted.id());
      if (line == null) {
        line = current(wanted.id(), wanted.type(), wanted.unit());
      }
      if (line == null || line.type() != wanted.type() || !line.unit().equals(wanted.unit())) {
        line = new ChannelInfo(next++, valid(wanted.id()), wanted.type(), wanted.unit());
        fresh.put(wanted.id(), line);
        added.add(line);
        text.append(ChannelLine.format(line));
      }
      answer.add(line);
    }
    if (!added.isEmpty()) {
      write(text.toString().getBytes(StandardCharsets.UTF_8), next);
      added.forEach(this::publish);
      size = next;
    }
    return answer;
  }

  @Override
  public @Nullable ChannelInfo get(int number) {
    return number >= 0 && number < size ? lines[number] : null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<ChannelInfo> byId(String id) {
    Deque<ChannelInfo> all = new ArrayDeque<>(1);
    for (int each = ids.newest(id); each != IdIndex.NONE; each = ids.before(each)) {
      ChannelInfo line = line(each);
      if (line != null) {
        all.addFirst(line);
      }
    }
    return List.copyOf(all);
  }

  @Override
  public synchronized void close() throws IOException {
    part.close();
    files.close();
  }

  private @Nullable ChannelInfo current(String id, ValueType type, String unit) {
    int newest = ids.newest(id);
    ChannelInfo last = newest == IdIndex.NONE ? null : line(newest);
    return last != null && last.type() == type && last.unit().equals(unit) ? last : null;
  }

  static String valid(String id) {
    if (id.indexOf('/') <= 0) {
      throw new IllegalArgumentException(
          "channel id '" + id + "' is not of the form device/channel");
    }
    return id;
  }

  private void write(byte[] bytes, int newSize) {
    if (newSize > BatchFormat.MAX_CHANNEL) {
      throw new UncheckedIOException(
          new IOException("the channel table is full: " + newSize + " numbers"));
    }
    try {
      files.append(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the channel table cannot be written: " + e.getMessage(), e);
    }
  }

  private void publish(ChannelInfo line) {
    int number = line.number();
    @Nullable ChannelInfo[] room = lines;
    if (number >= room.length) {
      room = Arrays.copyOf(room, Math.max(number + 1, room.length * 3 / 2));
    }
    room[number] = line;
    lines = room;
    ids.add(number, line.id());
  }

  private @Nullable ChannelInfo line(int number) {
    return lines[number];
  }
}
