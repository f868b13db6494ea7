package io.weir.mqtt;

/**
 * What the broker publishes for a client that vanished, quality of service 1.
 *
 * @param topic the topic
 * @param payload the bytes
 * @param retained whether the broker keeps it for later subscribers
 * @param contentType MIME type, told in MQTT 5; empty for none
 */
public record Will(String topic, byte[] payload, boolean retained, String contentType) {}
