package io.weir.core.internal.status;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** One part's place on the board. Any thread. */
final class BoardPart implements StatusBoard.Part {
  private record Current(State state, String reason, String message, long since) {}

  private final String name;
  private final GatewayClock clock;
  private final Logger log;
  private final Consumer<BoardPart> onClose;
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
  private volatile Current current;
  private volatile String label;

  BoardPart(String name, GatewayClock clock, Logger log, Consumer<BoardPart> onClose) {
    this.name = name;
    this.clock = clock;
    this.log = log;
    this.onClose = onClose;
    label = name.substring(name.indexOf('/') + 1);
    current = new Current(State.STARTING, "none", "", clock.micros());
  }

  @Override
  public void status(State state, String reason, String message) {
    Current old = current;
    if (state != old.state || !reason.equals(old.reason) || !message.equals(old.message)) {
      change(state, reason, message);
    }
  }

  private synchronized void change(State state, String reason, String message) {
    Current old = current;
    boolean transition = state != old.state || !reason.equals(old.reason);
    current = new Current(state, reason, message, transition ? clock.micros() : old.since);
    if (!transition) {
      return;
    }
    switch (state) {
      case ERROR -> log.error("{} is in error ({}): {}", name, reason, message);
      case DEGRADED -> log.warn("{} is degraded ({}): {}", name, reason, message);
      case OK -> log.info("{} is ok{}", name, message.isEmpty() ? "" : ": " + message);
      case STARTING, DISABLED ->
          log.info("{} is {}{}", name, word(state), message.isEmpty() ? "" : ": " + message);
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
    onClose.accept(this);
  }

  PartStatus snapshot() {
    Map<String, Long> figures = new TreeMap<>();
    counters.forEach((key, value) -> figures.put(key, value.sum()));
    gauges.forEach((key, value) -> figures.put(key, value.getAsLong()));
    Current now = current;
    // Kept monotonic, so that a clock that is set right later also sets this right.
    long since = clock.toEpoch(clock.boot(), now.since);
    return new PartStatus(
        name, label, now.state, now.reason, now.message, since, Map.copyOf(figures));
  }

  private static String word(State state) {
    return state == State.STARTING ? "starting" : "switched off";
  }
}
