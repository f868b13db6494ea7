package io.weir.broker.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundInvoker;

/** Writing without waiting: a write that fails closes its channel. */
final class Pipes {
  private Pipes() {}

  static void write(ChannelOutboundInvoker to, Object message) {
    var unused = to.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  static void send(ChannelOutboundInvoker to, Object message) {
    var unused = to.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  static void sendLast(ChannelOutboundInvoker to, Object message) {
    var unused = to.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
  }

  /** Closes once all that was written before is sent. */
  static void closeAfterFlush(ChannelOutboundInvoker to) {
    sendLast(to, Unpooled.EMPTY_BUFFER);
  }

  static void close(ChannelOutboundInvoker to) {
    var unused = to.close();
  }
}
