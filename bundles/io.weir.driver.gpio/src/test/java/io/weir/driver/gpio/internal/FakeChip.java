package io.weir.driver.gpio.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A chip whose lines a test moves, and that writes down what is done to them. */
final class FakeChip implements Chip, Chip.Opener {
  private final int lines;
  private final Map<Integer, FakeLine> requested = new HashMap<>();
  private final Map<Integer, Boolean> levels = new TreeMap<>();
  private final Map<Integer, String> holders = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private @Nullable String gone;

  FakeChip(int lines) {
    this.lines = lines;
  }

  /** What was done since the last time this was asked. */
  List<String> calls() {
    List<String> copy = List.copyOf(calls);
    calls.clear();
    return copy;
  }

  /** The chip is not there, or is there again with null. */
  void gone(@Nullable String why) {
    gone = why;
    if (why != null) {
      List.copyOf(requested.values()).forEach(line -> line.sink.lost(why));
    }
  }

  /** Another program holds a line, or gives it back with null. */
  void held(int line, @Nullable String holder) {
    if (holder == null) {
      holders.remove(line);
    } else {
      holders.put(line, holder);
    }
  }

  /** A level from outside, told as an edge that is so old. */
  void move(int line, boolean active, long ageMicros) {
    levels.put(line, active);
    FakeLine asked = requested.get(line);
    if (asked != null) {
      asked.sequence++;
      asked.sink.edge(active, ageMicros * 1000, asked.sequence);
    }
  }

  /** So many edges that the kernel had no room for. */
  void lose(int line, int edges) {
    FakeLine asked = requested.get(line);
    if (asked != null) {
      asked.sequence += edges;
    }
  }

  /** A number of pulses. */
  void pulse(int line, int count) {
    for (int i = 0; i < count; i++) {
      move(line, true, 0);
    }
  }

  boolean level(int line) {
    return levels.getOrDefault(line, false);
  }

  @Nullable LineSetup setup(int line) {
    FakeLine asked = requested.get(line);
    return asked == null ? null : asked.setup;
  }

  @Override
  public Chip open(String name) throws LineException {
    if (gone != null) {
      throw new LineException(gone, LineException.ENOENT, null);
    }
    calls.add("open " + name);
    return this;
  }

  @Override
  public int lines() {
    return lines;
  }

  @Override
  public Line request(LineSetup setup, EdgeSink sink) throws LineException {
    check();
    String holder = holders.get(setup.offset());
    if (holder != null || requested.containsKey(setup.offset())) {
      throw new LineException(
          "Line " + setup.offset() + " is held by '" + holder + "'", LineException.EBUSY, null);
    }
    String level = setup.initial() == null ? "" : setup.initial() ? " 1" : " 0";
    calls.add(
        (setup.output() ? "output " : "input ") + setup.offset() + (setup.output() ? level : ""));
    if (setup.output() && setup.initial() != null) {
      levels.put(setup.offset(), setup.initial());
    }
    FakeLine line = new FakeLine(setup, sink);
    requested.put(setup.offset(), line);
    return line;
  }

  private void check() throws LineException {
    if (gone != null) {
      throw new LineException(gone, LineException.ENODEV, null);
    }
  }

  @Override
  public void close() {
    calls.add(requested.isEmpty() ? "close" : "close with " + requested.keySet());
  }

  private final class FakeLine implements Line {
    private final LineSetup setup;
    private final EdgeSink sink;
    private int sequence;

    FakeLine(LineSetup setup, EdgeSink sink) {
      this.setup = setup;
      this.sink = sink;
    }

    @Override
    public boolean isActive() throws LineException {
      check();
      return level(setup.offset());
    }

    @Override
    public void set(boolean active) throws LineException {
      check();
      calls.add("set " + setup.offset() + (active ? " 1" : " 0"));
      levels.put(setup.offset(), active);
    }

    @Override
    public void release() {
      calls.add("release " + setup.offset());
      requested.remove(setup.offset());
    }
  }
}
