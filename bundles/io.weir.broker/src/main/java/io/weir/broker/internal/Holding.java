package io.weir.broker.internal;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.weir.api.model.Batch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the acknowledgements for one client until what it published is recorded. Confined to the
 * front's thread, but for the receipts.
 *
 * <pre>
 *   published --broker acknowledges, last receipt comes, in any order--> acknowledged
 *       +-------a receipt says no, or nothing comes in time--------> the client is disconnected
 * </pre>
 */
final class Holding {
  /** A client that has so many unacknowledged is read no further. */
  private static final int MOST = 256;

  private final Channel client;
  private final Settlements settlements;
  private final long patience;
  private final Consumer<String> failed;
  private final Runnable released;
  private final Map<Integer, Held> held = new LinkedHashMap<>();
  private boolean watched;

  private static final class Held {
    private final int id;
    private final long since = System.nanoTime();
    private int receipts;
    private @Nullable MqttMessage acknowledgement;

    private Held(int id, int receipts) {
      this.id = id;
      this.receipts = receipts;
    }
  }

  /**
   * @param failed told why a message was not recorded
   * @param released runs when there is room again
   */
  Holding(
      Channel client,
      Settlements settlements,
      int patienceMillis,
      Consumer<String> failed,
      Runnable released) {
    this.client = client;
    this.settlements = settlements;
    patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    this.failed = failed;
    this.released = released;
  }

  boolean isFull() {
    return held.size() >= MOST;
  }

  /** The receipt to be told as many times as here said before this packet is acknowledged. */
  Batch.Receipt expect(int id, int receipts) {
    Held one = new Held(id, receipts);
    held.put(id, one);
    watch(patience);
    return committed -> settlements.add(() -> settle(one, committed));
  }

  /** Whether the broker's acknowledgement is kept for later. */
  boolean keeps(int id, MqttMessage acknowledgement) {
    Held one = held.get(id);
    if (one == null) {
      return false;
    }
    one.acknowledgement = acknowledgement;
    return true;
  }

  private void settle(Held one, boolean committed) {
    if (!client.isActive()) {
      return;
    }
    if (!committed) {
      failed.accept("a message could not be recorded");
    } else if (--one.receipts == 0) {
      boolean wasFull = isFull();
      held.remove(one.id, one);
      if (one.acknowledgement != null) {
        Pipes.write(client, one.acknowledgement);
        settlements.flushAfterwards(client);
      }
      if (wasFull && !isFull()) {
        released.run();
      }
    }
  }

  private void watch(long nanos) {
    if (!watched) {
      watched = true;
      var unused = client.eventLoop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    watched = false;
    if (held.isEmpty() || !client.isActive()) {
      return;
    }
    long left = held.values().iterator().next().since + patience - System.nanoTime();
    if (left <= 0) {
      failed.accept("a message was not recorded in time");
    } else {
      watch(left);
    }
  }

  void clear() {
    held.clear();
  }
}
