package io.weir.driver.mqtt.internal.mapping;

/**
 * A topic that tells whether a device can be reached.
 *
 * @param topic where
 * @param extract what of its messages
 * @param online what it says when it can
 * @param offline what it says when it cannot
 */
record Availability(String topic, Extract extract, String online, String offline) {
  /** What several of them mean together. */
  enum Mode {
    /** All must say that it can. */
    ALL,
    /** One is enough. */
    ANY,
    /** The last message counts. */
    LATEST
  }
}
