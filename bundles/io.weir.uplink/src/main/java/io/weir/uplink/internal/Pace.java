package io.weir.uplink.internal;

/**
 * How much of the backlog may be under way, so that live data need not queue behind it for long: on
 * a fast connection as much as the window takes, on a slow one few and small messages. Grows while
 * messages queue for a short time only and halves when they do for long. Confined to the pump's
 * thread.
 */
final class Pace {
  private static final long SLOW_MICROS = 1_000_000;
  private static final long QUICK_MICROS = 500_000;
  private static final int LEAST_ROWS = 64;

  /** The longest way to a destination and back that is believed. */
  private static final long FARTHEST_MICROS = 2_000_000;

  private final int mostRows;
  private int messages = 2;
  private int rows;

  /** The quickest answer so far: the way there and back, which no pace makes shorter. */
  private long way = FARTHEST_MICROS;

  /** Bytes of a row lately; 0 while not known. */
  private double rowBytes;

  Pace(int mostRows) {
    this.mostRows = mostRows;
    rows = mostRows;
  }

  /** Messages of the backlog that may be in flight; one place of the window stays free for live. */
  int messages(int window) {
    return Math.max(1, Math.min(messages, window - 1));
  }

  /**
   * Rows that a message of the backlog may have.
   *
   * @param bytesPerSecond the rate allowed; 0 for no limit
   */
  int rows(long bytesPerSecond) {
    if (bytesPerSecond == 0 || rowBytes == 0) {
      return rows;
    }
    int inASecond = (int) Math.min(mostRows, bytesPerSecond / rowBytes);
    return Math.min(rows, Math.max(LEAST_ROWS, inASecond));
  }

  /** What a message was: its rows and bytes. */
  void sent(int itsRows, int bytes) {
    if (itsRows > 0 && bytes > 0) {
      double now = (double) bytes / itsRows;
      rowBytes = rowBytes == 0 ? now : rowBytes * 0.9 + now * 0.1;
    }
  }

  /** How long the answer to a message of the backlog took. */
  void answered(long micros) {
    way = Math.min(way, micros);
    long queued = micros - way;
    if (queued > SLOW_MICROS) {
      if (messages > 1) {
        messages = messages / 2;
      } else {
        rows = Math.max(Math.min(LEAST_ROWS, mostRows), rows / 2);
      }
    } else if (queued < QUICK_MICROS) {
      if (rows < mostRows) {
        rows = Math.min(mostRows, rows * 2);
      } else if (messages < 1_000) {
        messages++;
      }
    }
  }
}
