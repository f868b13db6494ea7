package io.weir.web.internal;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * One page that listens. Frames wait in a bounded queue and are written without blocking; when the
 * queue is full they are thrown away and the client is given everything anew once it has caught up,
 * so that a slow line never shows an old value for a current one. Any thread; guarded by itself.
 */
final class StreamClient implements WriteListener {
  private static final int MOST_FRAMES = 8;
  private static final long PATIENCE = 30_000_000L;

  private final String token;
  private final AsyncContext async;
  private final ServletOutputStream out;
  private final LongSupplier micros;
  private final Deque<byte[]> frames = new ArrayDeque<>();

  /** Until the container says that writing is possible. */
  private boolean blocked = true;

  private long blockedSince;
  private boolean flushDue;
  private boolean everythingDue = true;
  private boolean failed;
  private boolean closed;

  StreamClient(String token, AsyncContext async, ServletOutputStream out, LongSupplier micros) {
    this.token = token;
    this.async = async;
    this.out = out;
    this.micros = micros;
    this.blockedSince = micros.getAsLong();
  }

  /** The session it belongs to. */
  String token() {
    return token;
  }

  /** Whether it must be given everything, and can take it. */
  synchronized boolean wantsEverything() {
    return everythingDue && !blocked && !isOver();
  }

  /** Sends all values. */
  synchronized void offerEverything(byte[] frame) {
    everythingDue = false;
    queue(frame);
  }

  /** Sends changes, unless everything is to follow; returns false if frames were thrown away. */
  synchronized boolean offer(byte[] frame) {
    if (everythingDue) {
      return true;
    }
    if (frames.size() < MOST_FRAMES) {
      queue(frame);
      return true;
    }
    frames.clear();
    everythingDue = true;
    return false;
  }

  /** Whether it has gone, or has taken nothing for too long. */
  synchronized boolean isOver() {
    return failed || closed || (blocked && micros.getAsLong() - blockedSince > PATIENCE);
  }

  /** Ends the answer. */
  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      frames.clear();
    }
    try {
      async.complete();
    } catch (IllegalStateException alreadyEnded) {
      synchronized (this) {
        failed = true;
      }
    }
  }

  @Override
  public synchronized void onWritePossible() {
    blocked = false;
    drain();
  }

  @Override
  public synchronized void onError(Throwable clientGone) {
    failed = true;
  }

  private void queue(byte[] frame) {
    frames.add(frame);
    drain();
  }

  private void drain() {
    try {
      while (!closed && !blocked) {
        if (!out.isReady()) {
          blocked = true;
          blockedSince = micros.getAsLong();
        } else if (flushDue) {
          flushDue = false;
          out.flush();
        } else if (frames.isEmpty()) {
          return;
        } else {
          out.write(frames.remove());
          flushDue = true;
        }
      }
    } catch (IOException clientGone) {
      failed = true;
    }
  }
}
