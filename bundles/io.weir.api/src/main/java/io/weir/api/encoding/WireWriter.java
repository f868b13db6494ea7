package io.weir.api.encoding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte buffer with the protobuf wire format's primitives; keeps its room on {@link
 * #clear()}. Confined to one thread at a time.
 */
public final class WireWriter {
  private static final int LENGTH_DELIMITED = 2;

  private byte[] bytes;
  private int size;

  /** An empty buffer with room for so many bytes. */
  public WireWriter(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  /** The buffer itself, valid until the next write; the content is its first {@link #size()}. */
  public byte[] array() {
    return bytes;
  }

  /** Number of bytes written. */
  public int size() {
    return size;
  }

  /** A copy of the content. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets the content and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** Cuts the content to its first so many bytes. */
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  /** Drops the first so many bytes. */
  public void discard(int count) {
    System.arraycopy(bytes, count, bytes, 0, size - count);
    size -= count;
  }

  /** Makes room for so many more bytes; {@link #array()} may be another one afterwards. */
  public void reserve(int count) {
    if (bytes.length - size < count) {
      long wanted = Math.max((long) size + count, Math.min(bytes.length * 2L, 1 << 30));
      bytes = Arrays.copyOf(bytes, Math.toIntExact(wanted));
    }
  }

  /** Adds so many zero bytes and returns where they begin. */
  public int skip(int count) {
    reserve(count);
    Arrays.fill(bytes, size, size + count, (byte) 0);
    size += count;
    return size - count;
  }

  /** Declares bytes put directly into {@link #array()} as content up to this position. */
  void advanceTo(int position) {
    size = position;
  }

  /** Adds bytes as they are. */
  public void raw(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Adds an unsigned varint. */
  public void varint(long value) {
    reserve(10);
    size = putVarint(bytes, size, value);
  }

  /** Adds a zigzag varint. */
  public void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /** Adds eight bytes, lowest first. */
  public void fixed64(long value) {
    fixed32((int) value);
    fixed32((int) (value >>> 32));
  }

  /** Adds four bytes, lowest first. */
  public void fixed32(int value) {
    reserve(4);
    bytes[size++] = (byte) value;
    bytes[size++] = (byte) (value >> 8);
    bytes[size++] = (byte) (value >> 16);
    bytes[size++] = (byte) (value >> 24);
  }

  /** Adds a varint field; as proto3 does, 0 is left out. */
  public void uint(int field, long value) {
    if (value != 0) {
      varint((long) field << 3);
      varint(value);
    }
  }

  /** Adds a zigzag varint field; as proto3 does, 0 is left out. */
  public void sint(int field, long value) {
    uint(field, (value << 1) ^ (value >> 63));
  }

  /** Adds a text field; as proto3 does, an empty one is left out. */
  public void text(int field, String value) {
    if (!value.isEmpty()) {
      blob(field, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Adds a bytes field. */
  public void blob(int field, byte[] value) {
    varint(((long) field << 3) | LENGTH_DELIMITED);
    varint(value.length);
    raw(value, 0, value.length);
  }

  /**
   * Begins a length-delimited field and returns its mark for {@link #end} or {@link #endOrDrop}.
   */
  public int begin(int field) {
    varint(((long) field << 3) | LENGTH_DELIMITED);
    skip(1);
    return size;
  }

  /** Ends the field begun at this mark by putting its length in front. */
  public void end(int mark) {
    int length = size - mark;
    int extra = varintSize(length) - 1;
    if (extra > 0) {
      reserve(extra);
      System.arraycopy(bytes, mark, bytes, mark + extra, length);
      size += extra;
    }
    putVarint(bytes, mark - 1, length);
  }

  /** Ends the field begun at this mark, or removes it if nothing was written into it. */
  public void endOrDrop(int field, int mark) {
    if (size == mark) {
      size = mark - 1 - varintSize((long) field << 3);
    } else {
      end(mark);
    }
  }

  static int putVarint(byte[] target, int position, long value) {
    long rest = value;
    int at = position;
    while ((rest & ~0x7FL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }

  private static int varintSize(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }
}
