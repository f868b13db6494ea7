package io.weir.broker.internal;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import org.jspecify.annotations.Nullable;

/** What is to be published when a client is lost. */
record Will(String topic, byte[] payload, boolean retained) {
  /**
   * The will that the front sends itself, because Moquette does not retain wills and members inside
   * the gateway are to hear of them; null if there is none. A will with properties, such as a
   * delay, is the broker's.
   */
  static @Nullable Will of(MqttConnectMessage connect) {
    MqttConnectPayload payload = connect.payload();
    if (!connect.variableHeader().isWillFlag() || !payload.willProperties().isEmpty()) {
      return null;
    }
    byte[] message = payload.willMessageInBytes();
    return new Will(
        payload.willTopic(),
        message == null ? new byte[0] : message,
        connect.variableHeader().isWillRetain());
  }
}
