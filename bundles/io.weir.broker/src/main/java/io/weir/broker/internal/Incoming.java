package io.weir.broker.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/**
 * Follows the lengths of a client's packets as their bytes come in, and books the large ones on a
 * budget that all clients share until they are complete: what is begun and not finished cannot fill
 * the memory. Confined to the front's thread.
 */
final class Incoming extends ChannelInboundHandlerAdapter {
  private static final int LARGE = 64 * 1024;
  private static final int PATIENCE_SECONDS = 60;

  private final Front front;
  private final Budget budget;
  private final int largest;
  private boolean inHeader;
  private int shift;
  private int length;
  private int remaining;
  private int booked;
  private int packet;

  /** Bytes that packets on their way may take. */
  static final class Budget {
    private final int most;
    private int taken;

    Budget(int most) {
      this.most = most;
    }

    boolean take(int bytes) {
      if (bytes > most - taken) {
        return false;
      }
      taken += bytes;
      return true;
    }

    void give(int bytes) {
      taken -= bytes;
    }
  }

  Incoming(Front front, Budget budget) {
    this.front = front;
    this.budget = budget;
    largest = front.limits().messageBytes();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    if (follow(ctx, bytes)) {
      ctx.fireChannelRead(bytes);
      return;
    }
    bytes.release();
    front
        .tally()
        .refused(
            Tally.Refusal.LARGE,
            front.address(ctx.channel()) + ": too many large messages at once");
    Pipes.close(ctx);
  }

  /** Whether there is room for what begins in these bytes. */
  private boolean follow(ChannelHandlerContext ctx, ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (remaining > 0) {
        int here = Math.min(remaining, end - at);
        at += here;
        remaining -= here;
      } else if (!inHeader) {
        inHeader = true;
        length = 0;
        shift = 0;
        at++;
      } else {
        byte digit = bytes.getByte(at++);
        length |= (digit & 0x7F) << shift;
        shift += 7;
        if (digit >= 0 || shift == 28) {
          inHeader = false;
          remaining = length;
          if (!book(ctx)) {
            return false;
          }
        }
      }
      if (remaining == 0 && booked > 0) {
        settle();
      }
    }
    return true;
  }

  private boolean book(ChannelHandlerContext ctx) {
    if (remaining <= LARGE || remaining > largest) {
      return true;
    }
    if (!budget.take(remaining)) {
      return false;
    }
    booked = remaining;
    int begun = ++packet;
    var unused =
        ctx.executor()
            .schedule(
                () -> {
                  if (booked > 0 && packet == begun) {
                    Pipes.close(ctx);
                  }
                },
                PATIENCE_SECONDS,
                TimeUnit.SECONDS);
    return true;
  }

  private void settle() {
    budget.give(booked);
    booked = 0;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    settle();
    ctx.fireChannelInactive();
  }
}
