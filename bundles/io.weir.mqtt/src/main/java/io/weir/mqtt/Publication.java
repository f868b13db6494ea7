package io.weir.mqtt;

import java.util.Map;

/**
 * A message to the broker.
 *
 * @param topic the topic
 * @param payload the bytes; not to be changed
 * @param qos quality of service, 0 or 1
 * @param retained whether the broker keeps it for later subscribers
 * @param contentType MIME type, told in MQTT 5; empty for none
 * @param properties key-value pairs beside the payload, in MQTT 5
 */
public record Publication(
    String topic,
    byte[] payload,
    int qos,
    boolean retained,
    String contentType,
    Map<String, String> properties) {
  /** A message without anything beside it. */
  public Publication(String topic, byte[] payload, int qos, boolean retained) {
    this(topic, payload, qos, retained, "", Map.of());
  }
}
