package io.weir.driver.gpio.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.History;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the ports of a connection share. Any thread. */
final class GpioContext {
  private final GatewayClock clock;
  private final Supplier<@Nullable History> history;
  private final EdgeQueue queue;
  private final LongAdder edges;
  private final LongAdder lost;
  private volatile Runnable wake = () -> {};
  private volatile @Nullable String fault;

  GpioContext(
      GatewayClock clock,
      Supplier<@Nullable History> history,
      StatusBoard.Part part,
      int queueLength) {
    this.clock = clock;
    this.history = history;
    queue = new EdgeQueue(queueLength, part.counter("dropped"));
    edges = part.counter("edges");
    lost = part.counter("lost");
  }

  GatewayClock clock() {
    return clock;
  }

  Supplier<@Nullable History> history() {
    return history;
  }

  EdgeQueue queue() {
    return queue;
  }

  /** Edges of inputs that came. */
  LongAdder edges() {
    return edges;
  }

  /** Edges of inputs that the kernel had no room for. */
  LongAdder lost() {
    return lost;
  }

  /** Runs this whenever something is to be taken. */
  void onNews(Runnable action) {
    wake = action;
  }

  void wake() {
    wake.run();
  }

  /** The chip is gone; the next call of the bus thread says so. */
  void fail(String why) {
    fault = why;
    wake.run();
  }

  @Nullable String fault() {
    return fault;
  }

  /** Begins anew, without news of before. */
  void reset() {
    fault = null;
    queue.clear();
  }
}
