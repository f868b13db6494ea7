package io.weir.uplink.internal;

import io.weir.api.uplink.Message;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was set aside again, one at a time, where a person asked for it. Confined to the
 * pump's thread.
 */
final class Retries {
  private final DeadLetters letters;
  private final Courier courier;
  private final Gauges gauges;
  private @Nullable String flying;

  Retries(DeadLetters letters, Courier courier, Gauges gauges) {
    this.letters = letters;
    this.courier = courier;
    this.gauges = gauges;
  }

  /** Whether one waits for its answer. */
  boolean isFlying() {
    return flying != null;
  }

  /** Sends the next one that is wanted; returns the bytes sent, or -1 if there was none to send. */
  int sendNext() throws IOException {
    String id = flying == null ? letters.nextWanted() : null;
    if (id == null) {
      return -1;
    }
    Optional<Message> message = letters.message(id);
    if (message.isEmpty()) {
      letters.unwant(id);
      return -1;
    }
    try {
      courier.sendAgain(message.get());
      flying = id;
      return message.get().payload().length;
    } catch (IOException e) {
      letters.refusedAgain(id, String.valueOf(e.getMessage()));
      return -1;
    }
  }

  void taken() throws IOException {
    String id = flying;
    flying = null;
    if (id != null) {
      letters.delete(id);
      gauges.retried.increment();
    }
  }

  void refused(String reason) throws IOException {
    String id = flying;
    flying = null;
    if (id != null) {
      letters.refusedAgain(id, reason);
    }
  }

  /** It is sent again later. */
  void later() {
    flying = null;
  }

  /** What may have broken the connection is not tried again by itself. */
  void lost(String reason) throws IOException {
    refused("the connection was lost while it was sent again: " + reason);
  }
}
