package io.weir.broker.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.HashSet;
import java.util.Set;

/**
 * The broker's side of one client's connection: hands on what the client may read. Confined to the
 * front's thread.
 */
final class Behind extends ChannelInboundHandlerAdapter {
  private final Device device;
  private final Channel client;
  private final Login.Answer login;
  private final Subscriptions subscriptions;
  private final Promoted promoted;
  private final Tally tally;
  private final Set<Integer> swallowed = new HashSet<>();
  private boolean answered;
  private boolean counted;

  Behind(
      Device device,
      Channel client,
      Login.Answer login,
      Subscriptions subscriptions,
      Promoted promoted,
      Tally tally) {
    this.device = device;
    this.client = client;
    this.login = login;
    this.subscriptions = subscriptions;
    this.promoted = promoted;
    this.tally = tally;
  }

  /** Whether the broker has answered the CONNECT. */
  boolean isAnswered() {
    return answered;
  }

  /** Whether the broker has let the client in. */
  boolean isCounted() {
    return counted;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    MqttMessage message = (MqttMessage) read;
    answered = true;
    if (message.decoderResult().isFailure() || !client.isActive()) {
      ReferenceCountUtil.release(message);
      Pipes.close(ctx);
      return;
    }
    switch (message.fixedHeader().messageType()) {
      case CONNACK -> Pipes.write(client, connAck((MqttConnAckMessage) message));
      case SUBACK -> Pipes.write(client, subscriptions.merge((MqttSubAckMessage) message));
      case PUBLISH -> publish(ctx, (MqttPublishMessage) message);
      case PUBREL -> release(ctx, message);
      case PUBACK, PUBREC -> acknowledge(message);
      default -> Pipes.write(client, message);
    }
  }

  private MqttConnAckMessage connAck(MqttConnAckMessage message) {
    MqttConnAckVariableHeader header = message.variableHeader();
    if (header.connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED && !counted) {
      counted = true;
      tally.clients.incrementAndGet();
    }
    return new MqttConnAckMessage(
        message.fixedHeader(),
        new MqttConnAckVariableHeader(
            header.connectReturnCode(),
            header.isSessionPresent(),
            Packets.withoutAliases(header.properties())));
  }

  /** A session may have subscriptions from a time when it was allowed more. */
  private void publish(ChannelHandlerContext ctx, MqttPublishMessage message) {
    String topic = message.variableHeader().topicName();
    if (login.access().mayRead(topic)) {
      tally.out.increment();
      Pipes.write(client, message);
      return;
    }
    tally.refused(Tally.Refusal.DELIVERY, login + ": may not read " + Tally.shown(topic));
    int id = message.variableHeader().packetId();
    switch (message.fixedHeader().qosLevel()) {
      case AT_LEAST_ONCE -> Pipes.write(ctx, Packets.reply(MqttMessageType.PUBACK, id));
      case EXACTLY_ONCE -> {
        swallowed.add(id);
        Pipes.write(ctx, Packets.reply(MqttMessageType.PUBREC, id));
      }
      default -> {}
    }
    message.release();
  }

  private void acknowledge(MqttMessage message) {
    boolean isPubAck = message.fixedHeader().messageType() == MqttMessageType.PUBACK;
    if (isPubAck && promoted.isAcknowledged(id(message))) {
      return;
    }
    if (!device.keeps(id(message), message)) {
      Pipes.write(client, message);
    }
  }

  private static int id(MqttMessage message) {
    return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
  }

  private void release(ChannelHandlerContext ctx, MqttMessage message) {
    int id = id(message);
    if (swallowed.remove(id)) {
      Pipes.write(ctx, Packets.reply(MqttMessageType.PUBCOMP, id));
    } else {
      Pipes.write(client, message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    client.flush();
    ctx.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    device.regulate(client);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (counted) {
      tally.clients.decrementAndGet();
    }
    Pipes.closeAfterFlush(client);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Pipes.close(ctx);
  }
}
