package io.weir.broker.internal;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.ReferenceCountUtil;
import io.weir.api.mqtt.MqttHub;
import io.weir.api.mqtt.MqttTaker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member's connection to the broker behind, which keeps retained messages and routes what members
 * publish. Confined to the front's thread, but for what {@link MqttHub.Member} says.
 *
 * <p>The front hands over itself what is published; of the broker a member wants only what is
 * retained. So a subscription there ends as soon as it has brought that. It is for quality of
 * service 0, because Moquette calls retained messages so at no other.
 */
final class Member extends ChannelInboundHandlerAdapter implements MqttHub.Member {
  private static final int MOST_ASKED = 1_000;
  private static final int LAST_ID = 65_535;

  private final String name;
  private final MqttTaker taker;
  private final Front front;
  private final CompletableFuture<MqttHub.Member> joined;
  private final Set<String> topics = new HashSet<>();
  private final Set<String> patterns = new HashSet<>();
  private final Map<Integer, Consumer<@Nullable MqttMessage>> asked = new HashMap<>();
  private @Nullable Channel channel;
  private String reason = "the broker behind ended the connection";
  private int id;
  private boolean isOver;

  Member(String name, MqttTaker taker, Front front, CompletableFuture<MqttHub.Member> joined) {
    this.name = name;
    this.taker = taker;
    this.front = front;
    this.joined = joined;
  }

  MqttTaker taker() {
    return taker;
  }

  boolean wants(String topic) {
    if (topics.contains(topic)) {
      return true;
    }
    for (String pattern : patterns) {
      if (TopicFilter.covers(pattern, topic)) {
        return true;
      }
    }
    return false;
  }

  private Set<String> filters(String filter) {
    return filter.contains("+") || filter.contains("#") ? patterns : topics;
  }

  /** Begins, on a connection that has just been made. */
  void begin(Channel behind, String clientId, byte @Nullable [] password) {
    channel = behind;
    MqttMessageBuilders.ConnectBuilder connect =
        MqttMessageBuilders.connect()
            .protocolVersion(MqttVersion.MQTT_3_1_1)
            .clientId(clientId)
            .cleanSession(true)
            .keepAlive(0);
    if (password != null) {
      connect.username("front").password(password);
    }
    Pipes.send(behind, connect.build());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    MqttMessage message = (MqttMessage) read;
    try {
      if (message.decoderResult().isFailure()) {
        leave("the broker behind sent what is no MQTT");
        return;
      }
      switch (message.fixedHeader().messageType()) {
        case CONNACK ->
            connected(((MqttConnAckMessage) message).variableHeader().connectReturnCode());
        case PUBLISH -> take((MqttPublishMessage) message);
        case PUBACK, SUBACK, UNSUBACK -> answered(message);
        default -> {}
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void connected(MqttConnectReturnCode code) {
    if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      leave("the broker behind says " + code);
      return;
    }
    front.takers().add(name, this);
    joined.complete(this);
  }

  private void take(MqttPublishMessage message) {
    if (message.fixedHeader().isRetain()) {
      taker.take(
          new MqttTaker.Message(
              message.variableHeader().topicName(),
              ByteBufUtil.getBytes(message.payload()),
              true,
              null));
    }
  }

  private void answered(MqttMessage message) {
    int of = ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    Consumer<@Nullable MqttMessage> then = asked.remove(of);
    if (then != null) {
      then.accept(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  @Override
  public CompletableFuture<Collection<String>> subscribe(Map<String, Integer> wanted) {
    List<String> order = List.copyOf(wanted.keySet());
    return ask(
        number -> {
          order.forEach(filter -> filters(filter).add(filter)); // First: what comes now is held.
          MqttMessageBuilders.SubscribeBuilder request =
              MqttMessageBuilders.subscribe().messageId(number);
          order.forEach(filter -> request.addSubscription(MqttQoS.AT_MOST_ONCE, filter));
          return request.build();
        },
        answer -> {
          var unused = ask(number -> unsubscription(number, order), again -> again);
          return refused(order, (MqttSubAckMessage) answer);
        });
  }

  private Collection<String> refused(List<String> order, MqttSubAckMessage answer) {
    List<Integer> codes = answer.payload().reasonCodes();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      if (i >= codes.size() || codes.get(i) >= 0x80) {
        refused.add(order.get(i));
        filters(order.get(i)).remove(order.get(i));
      }
    }
    return refused;
  }

  @Override
  public CompletableFuture<Void> unsubscribe(Collection<String> unwanted) {
    List<String> gone = List.copyOf(unwanted);
    return ask(
            number -> {
              gone.forEach(filter -> filters(filter).remove(filter));
              return unsubscription(number, gone);
            },
            answer -> answer)
        .thenRun(() -> {});
  }

  private static MqttMessage unsubscription(int number, List<String> filters) {
    MqttMessageBuilders.UnsubscribeBuilder request =
        MqttMessageBuilders.unsubscribe().messageId(number);
    filters.forEach(request::addTopicFilter);
    return request.build();
  }

  @Override
  public CompletableFuture<Void> publish(String topic, byte[] payload, boolean retained) {
    return ask(
            number -> {
              front.takers().tell(topic, payload);
              return new MqttPublishMessage(
                  new MqttFixedHeader(
                      MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, retained, 0),
                  new MqttPublishVariableHeader(topic, number),
                  Unpooled.wrappedBuffer(payload));
            },
            answer -> answer)
        .thenRun(() -> {});
  }

  /** Makes a packet with its number. */
  @FunctionalInterface
  private interface Request {
    MqttMessage with(int number);
  }

  /** Makes a result of an answer. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(MqttMessage answer);
  }

  private <T> CompletableFuture<T> ask(Request request, Reading<T> reading) {
    CompletableFuture<T> result = new CompletableFuture<>();
    front.execute(
        () -> {
          Channel to = channel;
          if (isOver || to == null) {
            result.completeExceptionally(new IOException(reason));
          } else if (asked.size() >= MOST_ASKED) {
            result.completeExceptionally(new IOException("too much is asked at once"));
          } else {
            do {
              id = id % LAST_ID + 1;
            } while (asked.containsKey(id));
            asked.put(
                id,
                answer -> {
                  if (answer == null) {
                    result.completeExceptionally(new IOException(reason));
                  } else {
                    result.complete(reading.of(answer));
                  }
                });
            Pipes.send(to, request.with(id));
          }
        },
        result);
    return result;
  }

  /** Ends the membership. */
  void leave(String why) {
    if (isOver) {
      return;
    }
    isOver = true;
    reason = why;
    front.takers().remove(name, this);
    topics.clear();
    patterns.clear();
    if (channel != null) {
      Pipes.close(channel);
    }
    asked.values().forEach(then -> then.accept(null));
    asked.clear();
    joined.completeExceptionally(new IOException(why));
    taker.left(why);
  }

  @Override
  public void close() {
    front.execute(() -> leave("closed"), new CompletableFuture<Void>());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    leave(reason);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    leave("the connection to the broker behind failed: " + cause.getMessage());
  }
}
