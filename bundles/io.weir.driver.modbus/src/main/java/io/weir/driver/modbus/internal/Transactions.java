package io.weir.driver.modbus.internal;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The transaction ids of one TCP connection: which one is next, and which may still be answered
 * late.
 *
 * <p>An id whose request was given up is not used again on this connection until its late answer
 * has come, so that the answer cannot be taken for another one's.
 */
final class Transactions {
  private static final int MAX_ABANDONED = 16;
  private static final int NONE = -1;

  private final int[] abandoned = new int[MAX_ABANDONED];
  private int count;

  /** Begins anywhere: an answer meant for another connection finds no request here. */
  private int current = ThreadLocalRandom.current().nextInt(0x1_0000);

  /** Odd, so that all ids have their turn; unknown to a peer that counts on by itself. */
  private final int stride = ThreadLocalRandom.current().nextInt(0x1_0000) | 1;

  private int answered = NONE;

  /** The id for a new request. */
  int next() {
    do {
      current = current + stride & 0xFFFF;
    } while (indexOf(current) >= 0);
    return current;
  }

  /** The id of the request under way. */
  int current() {
    return current;
  }

  /** The current request was answered. */
  void answered() {
    answered = current;
  }

  /** The current request is given up. Returns false when there is no room to remember it. */
  boolean abandon() {
    if (count == MAX_ABANDONED) {
      return false;
    }
    abandoned[count++] = current;
    return true;
  }

  /** Whether this is the answer to a request that was given up, or a second answer to the last. */
  boolean isLate(int transaction) {
    int index = indexOf(transaction);
    if (index >= 0) {
      abandoned[index] = abandoned[--count];
      return true;
    }
    return transaction == answered;
  }

  private int indexOf(int transaction) {
    for (int i = 0; i < count; i++) {
      if (abandoned[i] == transaction) {
        return i;
      }
    }
    return -1;
  }
}
