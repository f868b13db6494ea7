package io.weir.uplink.internal;

import io.weir.api.uplink.Message;
import io.weir.api.uplink.UplinkBatch;
import org.jspecify.annotations.Nullable;

/**
 * One thing the destination answers: a message, or a batch that it encodes for itself. Confined to
 * the pump's thread.
 */
final class Parcel {
  private final Flight flight;
  private final @Nullable Message message;
  private final @Nullable String refusal;
  private @Nullable UplinkBatch batch;

  private Parcel(
      Flight flight,
      @Nullable Message message,
      @Nullable UplinkBatch batch,
      @Nullable String refusal) {
    this.flight = flight;
    this.message = message;
    this.batch = batch;
    this.refusal = refusal;
  }

  /** A message whose bytes are known. */
  static Parcel of(Flight flight, Message message) {
    return new Parcel(flight, message, null, null);
  }

  /**
   * A batch as it is.
   *
   * @param message its bytes in case it is to be set aside; null if it is not suspected
   */
  static Parcel of(Flight flight, UplinkBatch batch, @Nullable Message message) {
    return new Parcel(flight, message, batch, null);
  }

  /** What could not be encoded, and why. */
  static Parcel refused(Flight flight, Message message, String refusal) {
    return new Parcel(flight, message, null, refusal);
  }

  Flight flight() {
    return flight;
  }

  /** What it is kept as when it is set aside; null for a batch that nobody suspected. */
  @Nullable Message message() {
    return message;
  }

  /** Why it cannot be sent at all; null if it can. */
  @Nullable String refusal() {
    return refusal;
  }

  /** The batch, once: it is valid as long as the lane gathers no other. */
  UplinkBatch takeBatch() {
    UplinkBatch taken = batch;
    batch = null;
    if (taken == null) {
      throw new IllegalStateException("no batch");
    }
    return taken;
  }

  int bytes() {
    return message == null || batch != null ? 0 : message.payload().length;
  }
}
