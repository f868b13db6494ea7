package io.weir.driver.gpio.internal;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the edges of a chip's lines on a thread of its own, {@code weir-gpio-<chip>}, that lives
 * while there are lines to read and sleeps in the kernel while nothing happens. Any thread.
 */
final class EdgeReader {
  private static final int EINTR = 4;
  private static final int POLL_BYTES = 8;
  private static final int POLL_EVENTS = 4;
  private static final int POLL_ANSWER = 6;
  private static final int EVENTS = 64;

  private final String name;
  private final int alarm = LibC.eventfd(0, LibC.EFD_CLOEXEC_NONBLOCK);
  private final Map<Integer, Chip.EdgeSink> sinks = new TreeMap<>();
  private final Memory events = new Memory((long) EVENTS * LineAbi.EVENT_BYTES);
  private final Memory ring = new Memory(Long.BYTES);

  /** Changes with the lines, so that an answer about a closed file is not taken for another's. */
  private int generation;

  private boolean started;
  private boolean stopping;
  private final Thread thread;

  EdgeReader(String name) {
    this.name = name;
    thread = new Thread(this::run, "weir-gpio-" + name);
    thread.setDaemon(true);
    ring.setLong(0, 1);
  }

  /** Tells the edges of a line from now on. */
  synchronized void add(int file, Chip.EdgeSink sink) {
    sinks.put(file, sink);
    changed();
    if (!started) {
      started = true;
      thread.start();
    }
  }

  /** Tells nothing of this file any more, if it did; it may be closed afterwards. */
  synchronized void remove(int file) {
    if (sinks.remove(file) != null) {
      changed();
    }
  }

  private void changed() {
    generation++;
    LibC.write(alarm, ring, new NativeLong(Long.BYTES));
  }

  /** Ends the thread. */
  void close() {
    synchronized (this) {
      stopping = true;
      sinks.clear();
      changed();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    LibC.close(alarm);
    events.close();
    ring.close();
  }

  private record Watch(int generation, int[] files) {}

  private synchronized Watch watch() {
    return new Watch(generation, sinks.keySet().stream().mapToInt(Integer::intValue).toArray());
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private void run() {
    try (Memory scratch = new Memory(Long.BYTES)) {
      while (!isStopping()) {
        Watch watch = watch();
        int[] files = watch.files();
        try (Memory polled = new Memory((long) (files.length + 1) * POLL_BYTES)) {
          ask(polled, 0, alarm);
          for (int i = 0; i < files.length; i++) {
            ask(polled, i + 1, files[i]);
          }
          wait(watch, polled, scratch);
        }
      }
    } catch (LastErrorException e) {
      fail("the edges of " + name + " cannot be read: " + e.getMessage());
    }
  }

  private static void ask(Memory polled, int index, int file) {
    polled.setInt((long) index * POLL_BYTES, file);
    polled.setShort((long) index * POLL_BYTES + POLL_EVENTS, LibC.POLLIN);
    polled.setShort((long) index * POLL_BYTES + POLL_ANSWER, (short) 0);
  }

  /** Waits for edges of these lines until the lines change. */
  private void wait(Watch watch, Memory polled, Memory scratch) {
    while (true) {
      try {
        LibC.poll(polled, new NativeLong(watch.files().length + 1L), -1);
      } catch (LastErrorException e) {
        if (e.getErrorCode() != EINTR) {
          throw e;
        }
        continue;
      }
      synchronized (this) {
        if (answer(polled, 0) != 0) {
          LibC.read(alarm, scratch, new NativeLong(Long.BYTES));
        }
        if (watch.generation() != generation) {
          return;
        }
        for (int i = 0; i < watch.files().length; i++) {
          int answer = answer(polled, i + 1);
          if ((answer & LibC.POLLIN) != 0) {
            read(watch.files()[i]);
          } else if (answer != 0) {
            fail("the kernel has taken " + name + " away");
            return;
          }
        }
      }
    }
  }

  private static int answer(Memory polled, int index) {
    return polled.getShort((long) index * POLL_BYTES + POLL_ANSWER);
  }

  private void read(int file) {
    Chip.EdgeSink sink = sinks.get(file);
    if (sink == null) {
      return;
    }
    int bytes = LibC.read(file, events, new NativeLong(events.size())).intValue();
    long now = System.nanoTime();
    for (int at = 0; at + LineAbi.EVENT_BYTES <= bytes; at += LineAbi.EVENT_BYTES) {
      // The kernel's time stamps are of the clock that nanoTime reads.
      sink.edge(
          events.getInt(at + (long) LineAbi.EVENT_ID) == LineAbi.RISING,
          Math.max(0, now - events.getLong(at)),
          events.getInt(at + (long) LineAbi.EVENT_LINE_SEQUENCE));
    }
  }

  private synchronized void fail(String why) {
    sinks.values().forEach(sink -> sink.lost(why));
    sinks.clear();
    generation++;
  }
}
