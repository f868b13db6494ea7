package io.weir.broker.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. What it may send goes on to the broker behind, in order; it is read no
 * faster than the broker takes it and its rate allows. Confined to the front's thread.
 *
 * <pre>
 *   fresh --CONNECT--> connecting --broker there--> open --> closed
 *     |                                               |
 *     +--refused, or nothing said in 10 s--> closed <-+
 * </pre>
 */
final class Device extends ChannelInboundHandlerAdapter {
  private static final int PATIENCE_SECONDS = 10;
  private static final int MOST_EARLY = 1000;
  private static final int STALL_MILLIS = 20;

  private final Front front;
  private final Deque<MqttMessage> early = new ArrayDeque<>();
  private final TokenBucket rate;
  private final Promoted promoted = new Promoted();
  private Login.@Nullable Answer login;
  private @Nullable Subscriptions subscriptions;
  private @Nullable Channel behind;
  private @Nullable Behind behindSide;
  private @Nullable Publishes publishes;
  private @Nullable Will will;
  private boolean slowed;
  private long stalledSince;
  private boolean stalled;

  Device(Front front) {
    this.front = front;
    int perSecond = front.limits().rate();
    rate = new TokenBucket(perSecond, perSecond, System.nanoTime());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    var unused =
        ctx.executor()
            .schedule(
                () -> {
                  if (login == null) {
                    Pipes.close(ctx);
                  }
                },
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    MqttMessage message = (MqttMessage) read;
    if (message.decoderResult().isFailure()) {
      malformed(ctx, message, String.valueOf(message.decoderResult().cause().getMessage()));
    } else if (!ctx.channel().isActive()) {
      ReferenceCountUtil.release(message);
    } else if (login == null) {
      connect(ctx, message);
    } else if (behind != null && !stalled) {
      owe(ctx);
      pass(ctx, behind, message);
    } else if (early.size() < MOST_EARLY) {
      early.add(message);
    } else {
      malformed(ctx, message, "sent too much before it was let in");
    }
  }

  private void connect(ChannelHandlerContext ctx, MqttMessage message) {
    if (!(message instanceof MqttConnectMessage connect)) {
      malformed(ctx, message, "did not begin with a CONNECT");
      return;
    }
    Login.Answer answer = front.login().decide(connect);
    login = answer;
    if (!answer.isAccepted()) {
      front.tally().refused(Tally.Refusal.LOGIN, answer + ": " + answer.reason());
      Pipes.sendLast(ctx, Packets.connAck(answer.code()));
      return;
    }
    Subscriptions asked = new Subscriptions(answer.isVersion5());
    subscriptions = asked;
    ctx.channel().config().setAutoRead(false);
    will = Will.of(connect);
    publishes =
        new Publishes(
            front,
            ctx.channel(),
            answer,
            promoted,
            what -> unrecorded(ctx, what),
            () -> regulate(ctx.channel()));
    MqttConnectMessage forBroker =
        Login.forBroker(connect, will == null, front.behind().password());
    watch(ctx, connect.variableHeader().keepAliveTimeSeconds());
    Behind side = new Behind(this, ctx.channel(), answer, asked, promoted, front.tally());
    behindSide = side;
    front
        .connectBehind(side)
        .addListener(
            (ChannelFutureListener)
                future -> {
                  if (future.isSuccess()) {
                    open(ctx, future.channel(), forBroker);
                  } else {
                    MqttConnectReturnCode code =
                        answer.isVersion5()
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5
                            : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
                    front
                        .tally()
                        .refused(
                            Tally.Refusal.LOGIN,
                            answer + ": no broker behind, " + future.cause().getMessage());
                    Pipes.sendLast(ctx, Packets.connAck(code));
                  }
                });
  }

  private void open(ChannelHandlerContext ctx, Channel broker, MqttMessage connect) {
    if (!ctx.channel().isActive()) {
      Pipes.close(broker);
      return;
    }
    behind = broker;
    Pipes.write(broker, connect);
    goOn(ctx, broker);
  }

  /** Passes what had to wait, as far as that goes. */
  private void goOn(ChannelHandlerContext ctx, Channel broker) {
    stalled = false;
    while (!stalled && ctx.channel().isActive() && !early.isEmpty()) {
      pass(ctx, broker, early.remove());
    }
    broker.flush();
    regulate(ctx.channel());
  }

  private void owe(ChannelHandlerContext ctx) {
    long wait = rate.owe(System.nanoTime());
    if (wait > 0 && !slowed) {
      slow(ctx, wait);
    }
  }

  private void pass(ChannelHandlerContext ctx, Channel broker, MqttMessage message) {
    switch (message.fixedHeader().messageType()) {
      case PUBLISH -> publish(ctx, broker, (MqttPublishMessage) message);
      case SUBSCRIBE -> subscribe(ctx, broker, (MqttSubscribeMessage) message);
      case PUBACK, PUBREC, PUBREL, PUBCOMP, UNSUBSCRIBE, PINGREQ -> Pipes.write(broker, message);
      case DISCONNECT -> {
        if (!Packets.asksForWill(message)) {
          will = null;
        }
        Pipes.write(broker, message);
      }
      default -> malformed(ctx, message, "sent a " + message.fixedHeader().messageType());
    }
  }

  private void publish(ChannelHandlerContext ctx, Channel broker, MqttPublishMessage message) {
    Login.Answer who = answer();
    String topic = message.variableHeader().topicName();
    boolean alias = message.variableHeader().properties().getProperty(Packets.TOPIC_ALIAS) != null;
    if (alias || topic.isEmpty() || !TopicFilter.isText(topic)) {
      malformed(ctx, message, "published to a topic that cannot be used");
      return;
    }
    Publishes all = publishes;
    if (all == null || !who.access().mayWrite(topic)) {
      Objects.requireNonNull(all).refuse(message);
      return;
    }
    switch (all.verdict(message)) {
      case PASS -> {
        stalledSince = 0;
        all.pass(broker, message);
        if (all.holding().isFull()) {
          regulate(ctx.channel());
        }
      }
      case WAIT -> stall(ctx, broker, message);
      case NOBODY -> {
        message.release();
        unrecorded(ctx, "nobody records " + Tally.shown(topic) + " now");
      }
    }
  }

  /** Keeps a message until there is room for it, and what follows behind it. */
  private void stall(ChannelHandlerContext ctx, Channel broker, MqttMessage message) {
    long now = System.nanoTime();
    if (stalledSince == 0) {
      stalledSince = now;
    }
    if (now - stalledSince > TimeUnit.MILLISECONDS.toNanos(front.limits().recordMillis())) {
      ReferenceCountUtil.release(message);
      unrecorded(ctx, "no room to record a message");
      return;
    }
    stalled = true;
    early.addFirst(message);
    regulate(ctx.channel());
    var unused =
        ctx.executor()
            .schedule(
                () -> {
                  if (ctx.channel().isActive()) {
                    goOn(ctx, broker);
                  }
                },
                STALL_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  /** Without an acknowledgement the client sends it again, if the connection ends. */
  private void unrecorded(ChannelHandlerContext ctx, String what) {
    if (ctx.channel().isActive()) {
      front.tally().refused(Tally.Refusal.UNRECORDED, login + ": " + what);
      Pipes.close(ctx);
    }
  }

  /** Ends the connection when the client says nothing for half as long again as it promised. */
  private static void watch(ChannelHandlerContext ctx, int keepAliveSeconds) {
    if (keepAliveSeconds > 0) {
      ctx.pipeline()
          .addFirst(new IdleStateHandler(keepAliveSeconds * 1_500L, 0, 0, TimeUnit.MILLISECONDS));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    // A client that is not read cannot be heard.
    if (event instanceof IdleStateEvent && ctx.channel().config().isAutoRead()) {
      Pipes.close(ctx);
    }
  }

  /** Whether an acknowledgement for the client is kept until its message is recorded. */
  boolean keeps(int id, MqttMessage acknowledgement) {
    Publishes all = publishes;
    return all != null && all.holding().keeps(id, acknowledgement);
  }

  private void subscribe(ChannelHandlerContext ctx, Channel broker, MqttSubscribeMessage message) {
    Login.Answer who = answer();
    Subscriptions asked = subscriptions;
    if (asked == null || asked.isFull()) {
      malformed(ctx, message, "subscribes too much at once");
      return;
    }
    MqttSubscribeMessage allowed =
        asked.split(
            message,
            filter -> {
              boolean may = TopicFilter.isText(filter) && who.access().mayRead(filter);
              if (!may) {
                front
                    .tally()
                    .refused(
                        Tally.Refusal.SUBSCRIPTION, who + ": may not read " + Tally.shown(filter));
              }
              return may;
            });
    if (allowed == null) {
      Pipes.send(ctx, asked.refusal(message));
    } else {
      Pipes.write(broker, allowed);
    }
  }

  private Login.Answer answer() {
    Login.Answer answer = login;
    if (answer == null) {
      throw new IllegalStateException("not logged in");
    }
    return answer;
  }

  private void slow(ChannelHandlerContext ctx, long nanos) {
    front.tally().slowed.increment();
    slowed = true;
    regulate(ctx.channel());
    var unused =
        ctx.executor()
            .schedule(
                () -> {
                  slowed = false;
                  regulate(ctx.channel());
                },
                nanos,
                TimeUnit.NANOSECONDS);
  }

  /** Reads from the client exactly while it may send and the broker takes. */
  void regulate(Channel client) {
    Channel broker = behind;
    boolean isHeld = stalled || (publishes != null && publishes.holding().isFull());
    client.config().setAutoRead(broker != null && broker.isWritable() && !slowed && !isHeld);
  }

  private void malformed(ChannelHandlerContext ctx, MqttMessage message, String what) {
    ReferenceCountUtil.release(message);
    Login.Answer who = login;
    String sender = who == null ? front.address(ctx.channel()) : who.toString();
    front.tally().refused(Tally.Refusal.MALFORMED, sender + ": " + Tally.shown(what));
    Pipes.close(ctx);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    Channel broker = behind;
    if (broker != null) {
      broker.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    Channel broker = behind;
    if (broker != null) {
      broker.config().setAutoRead(ctx.channel().isWritable());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    early.forEach(ReferenceCountUtil::release);
    early.clear();
    if (publishes != null) {
      publishes.holding().clear();
    }
    if (will != null && behindSide != null && behindSide.isCounted()) {
      front.publish(will);
    }
    Channel broker = behind;
    Behind side = behindSide;
    // Moquette fails to clear a session whose connection closes before it was answered; so it
    // answers first, and Behind closes then.
    if (broker != null && side != null && side.isAnswered()) {
      Pipes.closeAfterFlush(broker);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Pipes.close(ctx);
  }
}
