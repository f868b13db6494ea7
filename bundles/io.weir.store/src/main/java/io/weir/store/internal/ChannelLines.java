package io.weir.store.internal;

import io.weir.api.encoding.BatchFormat;
import io.weir.api.model.ChannelInfo;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a channel file. Numbers rise; a line that cannot be read stands for the number after
 * the one before it, which is not given out again.
 */
final class ChannelLines {
  private final Map<Integer, ChannelInfo> byNumber = new TreeMap<>();
  private int size;
  private int end;

  /** What a file's content says; what is behind the last LF was never used. */
  static ChannelLines parse(byte[] content, int length) {
    ChannelLines lines = new ChannelLines();
    int start = 0;
    for (int at = 0; at < length; at++) {
      if (content[at] == '\n') {
        lines.add(
            ChannelLine.parse(new String(content, start, at - start, StandardCharsets.UTF_8)));
        start = at + 1;
      }
    }
    lines.end = start;
    return lines;
  }

  private void add(@Nullable ChannelInfo line) {
    if (line == null || line.number() < size || line.number() > BatchFormat.MAX_CHANNEL) {
      size++;
    } else {
      byNumber.put(line.number(), line);
      size = line.number() + 1;
    }
  }

  /** Takes over the lines of numbers that have none; returns how many. */
  int mend(Iterable<ChannelInfo> others) {
    int mended = 0;
    for (ChannelInfo other : others) {
      if (byNumber.putIfAbsent(other.number(), other) == null) {
        mended++;
        size = Math.max(size, other.number() + 1);
      }
    }
    return mended;
  }

  /** Makes numbers up to this count taken. */
  void reserve(int count) {
    size = Math.max(size, count);
  }

  Map<Integer, ChannelInfo> byNumber() {
    return byNumber;
  }

  /** Gives the lines up: they are kept elsewhere by now. */
  void forget() {
    byNumber.clear();
  }

  /** Numbers taken: 0 to this less one. */
  int size() {
    return size;
  }

  /** Numbers taken of which nothing is known. */
  int lost() {
    return size - byNumber.size();
  }

  /** Where the last whole line of the file ends. */
  int end() {
    return end;
  }

  /** The file as it should be: a line for each number, a dash where nothing is known. */
  byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < size; number++) {
      ChannelInfo line = byNumber.get(number);
      text.append(line == null ? "-\n" : ChannelLine.format(line));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
