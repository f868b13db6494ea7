package io.weir.driver.mqtt.internal.mapping;

/** Something that a device may ask for but that is not understood here, and what it is. */
final class NotUnderstoodException extends Exception {
  private static final long serialVersionUID = 1L;

  NotUnderstoodException(String message) {
    super(message);
  }
}
