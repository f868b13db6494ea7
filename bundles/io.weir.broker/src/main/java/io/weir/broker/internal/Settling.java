package io.weir.broker.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Holds a CONNACK, and what follows it, until the broker behind takes what is sent after it.
 *
 * <p>Moquette sends its CONNACK on one thread and notes the connection as made on another; a
 * SUBSCRIBE that comes between them ends the connection.
 */
final class Settling extends ChannelInboundHandlerAdapter {
  private static final long LOOK_MILLIS = 1;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Upstream broker;
  private final Deque<Object> held = new ArrayDeque<>();
  private long since;

  Settling(Upstream broker) {
    this.broker = broker;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    if (!held.isEmpty()) {
      held.add(read);
    } else if (read instanceof MqttConnAckMessage answer
        && answer.variableHeader().connectReturnCode()
            == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      held.add(read);
      ctx.channel().config().setAutoRead(false);
      since = System.nanoTime();
      look(ctx);
    } else {
      ctx.fireChannelRead(read);
    }
  }

  /** One that is not noted in time has lost its session to another. */
  private void look(ChannelHandlerContext ctx) {
    if (!ctx.channel().isActive()) {
      release();
    } else if (isSettled(ctx) || System.nanoTime() - since > PATIENCE_NANOS) {
      giveOn(ctx);
    } else {
      var unused = ctx.executor().schedule(() -> look(ctx), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean isSettled(ChannelHandlerContext ctx) {
    return ctx.channel().localAddress() instanceof InetSocketAddress address
        && broker.hasLetIn(address.getPort());
  }

  private void giveOn(ChannelHandlerContext ctx) {
    while (!held.isEmpty()) {
      ctx.fireChannelRead(held.remove());
    }
    ctx.fireChannelReadComplete();
    ctx.channel().config().setAutoRead(true);
    ctx.pipeline().remove(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    release();
    ctx.fireChannelInactive();
  }

  private void release() {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }
}
