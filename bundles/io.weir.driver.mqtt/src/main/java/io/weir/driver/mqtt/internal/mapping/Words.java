package io.weir.driver.mqtt.internal.mapping;

/**
 * What a device says for true and false.
 *
 * @param on true
 * @param off false
 */
record Words(String on, String off) {
  /** Whether this means true; a JSON {@code true} is any spelling of it. */
  boolean isOn(String text, boolean isBoolean) {
    return isBoolean ? on.equalsIgnoreCase(text) : on.equals(text);
  }

  /** Whether this means false. */
  boolean isOff(String text, boolean isBoolean) {
    return isBoolean ? off.equalsIgnoreCase(text) : off.equals(text);
  }
}
