package io.weir.broker.internal;

import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the filters that a client may not read out of its SUBSCRIBE, and puts the refusals into the
 * SUBACK in their places. Confined to the front's thread.
 */
final class Subscriptions {
  private static final int MOST_WAITING = 64;
  private static final int FAILURE = 0x80;

  private final Map<Integer, Split> waiting = new HashMap<>();
  private final int refusalCode;

  private record Split(int filters, BitSet refused) {}

  Subscriptions(boolean version5) {
    refusalCode = version5 ? Packets.NOT_AUTHORIZED & 0xFF : FAILURE;
  }

  /** Whether the client asks for more before it was answered than a sane one does. */
  boolean isFull() {
    return waiting.size() >= MOST_WAITING;
  }

  /** What is left to ask the broker for; null if nothing, then {@link #refusal} is the answer. */
  @Nullable MqttSubscribeMessage split(MqttSubscribeMessage message, Predicate<String> mayRead) {
    List<MqttTopicSubscription> all = message.payload().topicSubscriptions();
    List<MqttTopicSubscription> allowed = new ArrayList<>();
    BitSet refused = new BitSet();
    for (int i = 0; i < all.size(); i++) {
      if (mayRead.test(all.get(i).topicFilter())) {
        allowed.add(all.get(i));
      } else {
        refused.set(i);
      }
    }
    if (refused.isEmpty()) {
      return message;
    }
    if (allowed.isEmpty()) {
      return null;
    }
    waiting.put(message.variableHeader().messageId(), new Split(all.size(), refused));
    return new MqttSubscribeMessage(
        message.fixedHeader(),
        message.idAndPropertiesVariableHeader(),
        new MqttSubscribePayload(allowed));
  }

  /** Refuses all filters. */
  MqttSubAckMessage refusal(MqttSubscribeMessage message) {
    List<Integer> codes =
        message.payload().topicSubscriptions().stream().map(filter -> refusalCode).toList();
    return new MqttSubAckMessage(
        Packets.header(MqttMessageType.SUBACK),
        new MqttMessageIdAndPropertiesVariableHeader(
            message.variableHeader().messageId(), MqttProperties.NO_PROPERTIES),
        new MqttSubAckPayload(codes));
  }

  /** The broker's answer with what was refused before. */
  MqttSubAckMessage merge(MqttSubAckMessage answer) {
    Split split = waiting.remove(answer.variableHeader().messageId());
    if (split == null) {
      return answer;
    }
    List<Integer> given = answer.payload().reasonCodes();
    List<Integer> codes = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < split.filters(); i++) {
      boolean asked = !split.refused().get(i) && next < given.size();
      codes.add(asked ? given.get(next++) : Integer.valueOf(refusalCode));
    }
    return new MqttSubAckMessage(
        answer.fixedHeader(), answer.idAndPropertiesVariableHeader(), new MqttSubAckPayload(codes));
  }
}
