package io.weir.api.uplink;

import java.util.Map;

/**
 * One message to a destination.
 *
 * @param kind last level of the topic: {@code telemetry}, {@code event}, {@code channels}
 * @param payload the bytes
 * @param contentType MIME type of the payload
 * @param retained whether the destination keeps it for later subscribers
 * @param properties key-value pairs carried beside the payload where the transport can
 */
public record Message(
    String kind,
    byte[] payload,
    String contentType,
    boolean retained,
    Map<String, String> properties) {}
