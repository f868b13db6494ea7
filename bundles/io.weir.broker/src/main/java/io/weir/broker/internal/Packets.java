package io.weir.broker.internal;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;

/** Packets that the front makes itself. */
final class Packets {
  static final int TOPIC_ALIAS_MAXIMUM = 34;
  static final int TOPIC_ALIAS = 35;
  static final byte NOT_AUTHORIZED = (byte) 0x87;
  static final int VERSION_5 = 5;
  private static final byte DISCONNECT_WITH_WILL = 4;

  private Packets() {}

  static MqttFixedHeader header(MqttMessageType type) {
    return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
  }

  static MqttConnAckMessage connAck(MqttConnectReturnCode code) {
    return new MqttConnAckMessage(
        header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(code, false));
  }

  /** Says no to a publish; a reason there is from version 5 on. */
  static MqttMessage notAuthorized(MqttQoS qos, int id) {
    MqttMessageType type =
        qos == MqttQoS.EXACTLY_ONCE ? MqttMessageType.PUBREC : MqttMessageType.PUBACK;
    return new MqttMessage(
        header(type),
        new MqttPubReplyMessageVariableHeader(id, NOT_AUTHORIZED, MqttProperties.NO_PROPERTIES));
  }

  static MqttMessage reply(MqttMessageType type, int id) {
    return new MqttMessage(header(type), MqttMessageIdVariableHeader.from(id));
  }

  /** Whether a DISCONNECT says that the will is to be sent nevertheless, as from version 5 on. */
  static boolean asksForWill(MqttMessage disconnect) {
    return disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
        && header.reasonCode() == DISCONNECT_WITH_WILL;
  }

  /** Without the offer to shorten topics: the front looks at each topic. */
  static MqttProperties withoutAliases(MqttProperties properties) {
    if (properties.getProperty(TOPIC_ALIAS_MAXIMUM) == null) {
      return properties;
    }
    MqttProperties others = new MqttProperties();
    for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
      if (property.propertyId() != TOPIC_ALIAS_MAXIMUM) {
        others.add(property);
      }
    }
    return others;
  }
}
