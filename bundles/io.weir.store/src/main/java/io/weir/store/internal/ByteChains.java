package io.weir.store.internal;

import java.util.Arrays;

/**
 * Many sequences of bytes that grow beside each other in shared room: each is a chain of small
 * blocks. A position is that of a byte in the room; only its owner knows where a chain ends. Not
 * thread safe.
 */
final class ByteChains {
  private static final int BLOCK = 32;

  /** Behind the bytes of a block stands the number of the next one. */
  private static final int DATA = BLOCK - Integer.BYTES;

  private static final int PAGE = 2048 * BLOCK;

  private byte[][] pages = new byte[0][];
  private int blocks;

  /** Begins a chain; returns the position of its first byte. */
  int begin() {
    int page = blocks * BLOCK / PAGE;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page + 1);
      pages[page] = new byte[PAGE];
    }
    return blocks++ * BLOCK;
  }

  /** Writes a byte at the end of a chain; returns the end then. */
  int put(int end, int value) {
    int at = end;
    if (at % BLOCK == DATA) {
      int next = begin();
      for (int i = 0; i < Integer.BYTES; i++) {
        set(at + i, next >>> (8 * i));
      }
      at = next;
    }
    set(at, value);
    return at + 1;
  }

  /** The position of the byte that stands at this place of a chain, which is not its end. */
  int resolve(int at) {
    if (at % BLOCK != DATA) {
      return at;
    }
    int next = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      next |= get(at + i) << (8 * i);
    }
    return next;
  }

  /** The byte at a resolved position, 0 to 255. */
  int get(int at) {
    return pages[at / PAGE][at % PAGE] & 0xFF;
  }

  private void set(int at, int value) {
    pages[at / PAGE][at % PAGE] = (byte) value;
  }

  /** Forgets all chains and keeps the room. */
  void clear() {
    blocks = 0;
  }
}
