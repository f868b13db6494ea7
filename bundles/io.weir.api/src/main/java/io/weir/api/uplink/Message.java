package io.weir.api.uplink;

import java.util.Map;

/**
 * One message to a destination.
 *
 * @param kind last level of the topic: {@code telemetry}, {@code event}, {@code channels}
 * @param device the one device whose data it carries, where the uplink sends each device by itself;
 *     else empty
 * @param payload the bytes
 * @param contentType MIME type of the payload
 * @param retained whether the destination keeps it for later subscribers
 * @param properties key-value pairs carried beside the payload where the transport can
 */
public record Message(
    String kind,
    String device,
    byte[] payload,
    String contentType,
    boolean retained,
    Map<String, String> properties) {}
