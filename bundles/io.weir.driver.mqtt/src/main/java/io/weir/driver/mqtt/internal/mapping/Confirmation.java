package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Waits until a device says that it holds what was written. Confined to the bus thread. */
final class Confirmation {
  private final Conversation with;
  private final Known known;

  Confirmation(Conversation with, Known known) {
    this.with = with;
    this.known = known;
  }

  /** Makes sure that the answer is heard. */
  void begin(Command command) throws DriverException {
    Source source = known.point.source();
    if (command.confirmMillis() > 0
        && source != null
        && !with.subscriptions().has(source.topic())) {
      with.subscriptions().add(source.topic(), source.qos());
    }
    known.messages = 0;
  }

  /**
   * Waits for the device's word, if the command asks for that.
   *
   * @throws NoResponseException if it does not come in time
   */
  void await(Command command, long bits, @Nullable Object object) throws DriverException {
    if (command.confirmMillis() == 0) {
      return;
    }
    long end = System.nanoTime() + command.confirmMillis() * 1_000_000L;
    while (known.messages == 0 || !holds(bits, object)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new NoResponseException(
            "published to "
                + command.topic()
                + ", but "
                + known.point.area()
                + " did not say so within "
                + command.confirmMillis()
                + " ms",
            null);
      }
      with.await((int) left);
    }
  }

  private boolean holds(long bits, @Nullable Object object) {
    Value value = known.value;
    return value != null
        && (known.point.rawType().isNumeric()
            ? value.bits() == bits
            : Objects.equals(value.object(), object));
  }
}
