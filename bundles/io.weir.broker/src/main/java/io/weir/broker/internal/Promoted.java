package io.weir.broker.internal;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.HashSet;
import java.util.Set;

/**
 * Retained messages of QoS 0, which Moquette would forget, go to it with QoS 1; the client does not
 * hear of the acknowledgements. Confined to the front's thread.
 */
final class Promoted {
  private static final int LAST_ID = 65_535;

  private final Set<Integer> waiting = new HashSet<>();
  private int id;

  /** The message as it goes to the broker. */
  MqttPublishMessage promote(MqttPublishMessage message) {
    MqttFixedHeader header = message.fixedHeader();
    if (!header.isRetain()
        || header.qosLevel() != MqttQoS.AT_MOST_ONCE
        || waiting.size() == LAST_ID) {
      return message;
    }
    do {
      id = id % LAST_ID + 1;
    } while (!waiting.add(id));
    return new MqttPublishMessage(
        new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, true, 0),
        new MqttPublishVariableHeader(
            message.variableHeader().topicName(), id, message.variableHeader().properties()),
        message.payload());
  }

  /**
   * Whether an acknowledgement is for such a message. Where the client uses the same id at the same
   * time there are two acknowledgements, and it gets one of them.
   */
  boolean isAcknowledged(int messageId) {
    return waiting.remove(messageId);
  }
}
