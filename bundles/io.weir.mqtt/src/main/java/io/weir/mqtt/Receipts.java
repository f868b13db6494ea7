package io.weir.mqtt;

import java.util.ArrayDeque;
import java.util.function.IntConsumer;

/** Acknowledges what came in the order in which it came, as MQTT wants it. Any thread. */
final class Receipts {
  private final IntConsumer acknowledge;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  /**
   * @param acknowledge sends the acknowledgement of the message with this number
   */
  Receipts(IntConsumer acknowledge) {
    this.acknowledge = acknowledge;
  }

  /** The receipt of the message with this number, which came after all others so far. */
  synchronized Runnable expect(int id) {
    Pending one = new Pending(id);
    pending.add(one);
    return () -> done(one);
  }

  private synchronized void done(Pending one) {
    one.isDone = true;
    for (Pending first = pending.peek(); first != null && first.isDone; first = pending.peek()) {
      pending.remove();
      acknowledge.accept(first.id);
    }
  }

  private static final class Pending {
    private final int id;
    private boolean isDone;

    private Pending(int id) {
      this.id = id;
    }
  }
}
