package io.weir.uplink.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.uplink.Message;
import java.util.Map;

/** The retained message that tells whether the gateway is there. */
final class GatewayState {
  static final String KIND = "state";
  static final String CONTENT_TYPE = "application/json";

  /** What the broker says for a gateway that is gone. It bears no time: nobody knows it before. */
  static final byte[] WILL = "{\"state\":\"offline\"}".getBytes(UTF_8);

  private GatewayState() {}

  static Message message(boolean online, long epochMicros) {
    String text =
        "{\"state\":\"" + (online ? "online" : "offline") + "\",\"time\":" + epochMicros + "}";
    return new Message(KIND, "", text.getBytes(UTF_8), CONTENT_TYPE, true, Map.of());
  }
}
