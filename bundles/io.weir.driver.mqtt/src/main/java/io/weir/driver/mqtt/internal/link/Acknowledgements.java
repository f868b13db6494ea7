package io.weir.driver.mqtt.internal.link;

import io.weir.api.model.Batch;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Acknowledges messages in the order in which they came, as MQTT wants it, whatever the order in
 * which their rows are committed. Any thread.
 */
final class Acknowledgements {
  private final IntConsumer acknowledge;
  private final Consumer<String> lost;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  /**
   * @param acknowledge sends the acknowledgement of the message with this number
   * @param lost ends the connection, with the reason: only then does the broker send again what was
   *     not acknowledged
   */
  Acknowledgements(IntConsumer acknowledge, Consumer<String> lost) {
    this.acknowledge = acknowledge;
    this.lost = lost;
  }

  /** The receipt of the message with this number, which came after all others so far. */
  synchronized Batch.Receipt expect(int id) {
    Pending one = new Pending(id);
    pending.add(one);
    return committed -> done(one, committed);
  }

  private synchronized void done(Pending one, boolean committed) {
    if (!committed) {
      lost.accept("a message could not be recorded; the broker is asked for it again");
      return;
    }
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
