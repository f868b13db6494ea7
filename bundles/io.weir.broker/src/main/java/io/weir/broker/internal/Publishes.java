package io.weir.broker.internal;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.weir.api.model.Batch;
import io.weir.api.mqtt.MqttTaker;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one client publishes: on to the broker, and to those inside the gateway that want it.
 * Confined to the front's thread.
 */
final class Publishes {
  private final Front front;
  private final Channel client;
  private final Login.Answer who;
  private final Promoted promoted;
  private final Holding holding;

  /**
   * @param failed ends the connection, because a message was not recorded
   * @param released runs when the client may send again
   */
  Publishes(
      Front front,
      Channel client,
      Login.Answer who,
      Promoted promoted,
      Consumer<String> failed,
      Runnable released) {
    this.front = front;
    this.client = client;
    this.who = who;
    this.promoted = promoted;
    holding =
        new Holding(client, front.settlements(), front.limits().recordMillis(), failed, released);
  }

  Holding holding() {
    return holding;
  }

  /** What is to become of a message that its client may publish. */
  enum Verdict {
    PASS,
    /** Somebody who wants it has no room now. */
    WAIT,
    /** It must be recorded, and nobody does. */
    NOBODY
  }

  Verdict verdict(MqttPublishMessage message) {
    if (message.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE) {
      return Verdict.PASS;
    }
    String topic = message.variableHeader().topicName();
    List<MqttTaker> takers = front.takers().of(topic);
    if (takers.isEmpty()) {
      return front.takers().mustBeRecorded(topic) ? Verdict.NOBODY : Verdict.PASS;
    }
    int bytes = message.payload().readableBytes();
    return takers.stream().allMatch(taker -> taker.hasRoom(bytes)) ? Verdict.PASS : Verdict.WAIT;
  }

  void pass(Channel broker, MqttPublishMessage message) {
    front.tally().in.increment();
    hand(message, message.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE);
    Pipes.write(broker, front.behind().keepsAll() ? message : promoted.promote(message));
  }

  private void hand(MqttPublishMessage message, boolean isAsked) {
    String topic = message.variableHeader().topicName();
    List<MqttTaker> takers = front.takers().of(topic);
    if (takers.isEmpty()) {
      return;
    }
    byte[] payload = ByteBufUtil.getBytes(message.payload());
    Batch.Receipt receipt =
        isAsked ? holding.expect(message.variableHeader().packetId(), takers.size()) : null;
    takers.forEach(taker -> taker.take(new MqttTaker.Message(topic, payload, false, receipt)));
  }

  /** Refuses a message to a topic that the client may not write. */
  void refuse(MqttPublishMessage message) {
    String topic = message.variableHeader().topicName();
    front.tally().refused(Tally.Refusal.PUBLISH, who + ": may not write " + Tally.shown(topic));
    MqttQoS qos = message.fixedHeader().qosLevel();
    int id = message.variableHeader().packetId();
    message.release();
    if (qos != MqttQoS.AT_MOST_ONCE) {
      if (who.isVersion5()) {
        MqttMessage no = Packets.notAuthorized(qos, id);
        Pipes.send(client, no);
      } else {
        // 3.1.1 has no word for it, and an acknowledgement would say that it was taken.
        Pipes.close(client);
      }
    }
  }
}
