package io.weir.driver.mqtt.internal.link;

import io.weir.api.model.Batch;
import org.jspecify.annotations.Nullable;

/**
 * A message that has come.
 *
 * @param topic where it was published
 * @param payload its bytes; not to be changed
 * @param isRetained whether the broker had kept it from before the subscription
 * @param micros when it came, by the gateway's clock
 * @param receipt to be told once what became of it; null for quality of service 0
 */
public record Incoming(
    String topic,
    byte[] payload,
    boolean isRetained,
    long micros,
    Batch.@Nullable Receipt receipt) {

  /** Acknowledges a message of which nothing is recorded. */
  public void dismiss() {
    if (receipt != null) {
      receipt.done(true);
    }
  }

  /** Lets the batch, which has this message's rows, acknowledge it. */
  public void acknowledgeWith(Batch batch) {
    if (receipt != null) {
      batch.addReceipt(receipt);
    }
  }
}
