package io.weir.testing;

import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** A board that remembers every change, for tests. Any thread. */
public final class FakeStatusBoard implements StatusBoard {
  private final Map<String, FakePart> parts = new ConcurrentHashMap<>();
  private final List<PartStatus> history = new CopyOnWriteArrayList<>();

  @Override
  public Part part(String name) {
    FakePart part = new FakePart(name);
    parts.put(name, part);
    return part;
  }

  @Override
  public List<PartStatus> parts() {
    return parts.values().stream()
        .map(FakePart::snapshot)
        .sorted(Comparator.comparing(PartStatus::part))
        .toList();
  }

  /** Every change of state, reason or message of any part so far, oldest first. */
  public List<PartStatus> history() {
    return List.copyOf(history);
  }

  /** Whether a part of this name is on the board. */
  public boolean has(String name) {
    return parts.containsKey(name);
  }

  /**
   * The part of this name as it is now.
   *
   * @throws NoSuchElementException naming the parts there are, if it is not on the board
   */
  public PartStatus get(String name) {
    FakePart part = parts.get(name);
    if (part == null) {
      throw new NoSuchElementException("no part " + name + " among " + parts.keySet());
    }
    return part.snapshot();
  }

  private final class FakePart implements Part {
    private final String name;
    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
    private State state = State.STARTING;
    private String reason = "none";
    private String message = "";
    private volatile String label;

    FakePart(String name) {
      this.name = name;
      label = name.substring(name.indexOf('/') + 1);
    }

    @Override
    public synchronized void status(State newState, String newReason, String newMessage) {
      if (newState != state || !newReason.equals(reason) || !newMessage.equals(message)) {
        state = newState;
        reason = newReason;
        message = newMessage;
        history.add(new PartStatus(name, state, reason, message, 0, Map.of()));
      }
    }

    @Override
    public void label(String newLabel) {
      label = newLabel;
    }

    @Override
    public LongAdder counter(String counter) {
      return counters.computeIfAbsent(counter, key -> new LongAdder());
    }

    @Override
    public void gauge(String gauge, LongSupplier value) {
      gauges.put(gauge, value);
    }

    @Override
    public void close() {
      parts.remove(name, this);
    }

    PartStatus snapshot() {
      // Gauges belong to others, who may hold a lock while they say how they are: none is held
      // here.
      Map<String, Long> figures = new LinkedHashMap<>();
      counters.forEach((key, value) -> figures.put(key, value.sum()));
      gauges.forEach((key, value) -> figures.put(key, value.getAsLong()));
      synchronized (this) {
        return new PartStatus(name, label, state, reason, message, 0, Map.copyOf(figures));
      }
    }
  }
}
