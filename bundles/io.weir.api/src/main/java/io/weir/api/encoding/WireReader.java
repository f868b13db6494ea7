package io.weir.api.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the protobuf wire format from a part of a byte array and never beyond it. Confined to one
 * thread at a time.
 */
public final class WireReader {
  private static final byte[] NOTHING = new byte[0];

  private byte[] bytes = NOTHING;
  private int position;
  private int limit;
  private int field;
  private int wire;

  /** Puts the reader in front of these bytes. */
  public WireReader over(byte[] source, int offset, int length) {
    bytes = source;
    position = offset;
    limit = offset + length;
    return this;
  }

  /** Whether nothing is left. */
  public boolean atEnd() {
    return position == limit;
  }

  /** Where the next byte is read from. */
  public int position() {
    return position;
  }

  /** Bytes left. */
  public int remaining() {
    return limit - position;
  }

  /**
   * Moves to the next field and returns its number; 0 at the end.
   *
   * @throws MalformedException if there is no valid tag
   */
  public int next() throws MalformedException {
    if (position == limit) {
      return 0;
    }
    long tag = varint();
    if (tag < 8 || tag > 0xFFFF_FFFFL) {
      throw new MalformedException("field tag " + tag + " at byte " + position + " is not one");
    }
    field = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    return field;
  }

  /** The value of the current varint field. */
  public long uint() throws MalformedException {
    expect(0);
    return varint();
  }

  /** The value of the current zigzag varint field. */
  public long sint() throws MalformedException {
    expect(0);
    return zigzag();
  }

  /** The value of the current varint field, which must lie in 0 to {@code max}. */
  public int uint(int max) throws MalformedException {
    long value = uint();
    if (value < 0 || value > max) {
      throw new MalformedException(
          "field " + field + " is " + Long.toUnsignedString(value) + ", expected 0 to " + max);
    }
    return (int) value;
  }

  /** Puts another reader over the content of the current length-delimited field. */
  public WireReader message(WireReader target) throws MalformedException {
    int length = length();
    target.over(bytes, position, length);
    position += length;
    return target;
  }

  /** The content of the current length-delimited field. */
  public byte[] blob() throws MalformedException {
    byte[] copy = new byte[length()];
    System.arraycopy(bytes, position, copy, 0, copy.length);
    position += copy.length;
    return copy;
  }

  /** The content of the current length-delimited field as UTF-8. */
  public String text() throws MalformedException {
    return utf8(length());
  }

  /** Passes over the current field. */
  public void skip() throws MalformedException {
    switch (wire) {
      case 0 -> varint();
      case 1 -> take(8);
      case 2 -> take(length());
      case 5 -> take(4);
      default -> throw new MalformedException("field " + field + " has unknown wire type " + wire);
    }
  }

  /** An unsigned varint. */
  public long varint() throws MalformedException {
    int at = position;
    if (at < limit) {
      byte first = bytes[at];
      if (first >= 0) {
        position = at + 1;
        return first;
      }
    }
    return longVarint();
  }

  /** A zigzag varint. */
  public long zigzag() throws MalformedException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Four bytes, lowest first. */
  public int fixed32() throws MalformedException {
    int at = take(4);
    return (bytes[at] & 0xFF)
        | ((bytes[at + 1] & 0xFF) << 8)
        | ((bytes[at + 2] & 0xFF) << 16)
        | (bytes[at + 3] << 24);
  }

  /** Eight bytes, lowest first. */
  public long fixed64() throws MalformedException {
    long low = fixed32() & 0xFFFF_FFFFL;
    return low | ((long) fixed32() << 32);
  }

  /** One byte. */
  public byte octet() throws MalformedException {
    return bytes[take(1)];
  }

  /** The next so many bytes, copied. */
  byte[] octets(int length) throws MalformedException {
    int at = take(length);
    byte[] copy = new byte[length];
    System.arraycopy(bytes, at, copy, 0, length);
    return copy;
  }

  /** The next so many bytes as UTF-8. */
  String utf8(int length) throws MalformedException {
    int at = take(length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
    } catch (CharacterCodingException e) {
      MalformedException wrong = new MalformedException("text at byte " + at + " is not UTF-8");
      wrong.initCause(e);
      throw wrong;
    }
  }

  byte[] array() {
    return bytes;
  }

  private int length() throws MalformedException {
    expect(2);
    long length = varint();
    if (length < 0 || length > limit - position) {
      throw new MalformedException(
          "field "
              + field
              + " claims "
              + Long.toUnsignedString(length)
              + " bytes, there are "
              + (limit - position));
    }
    return (int) length;
  }

  private void expect(int wanted) throws MalformedException {
    if (wire != wanted) {
      throw new MalformedException(
          "field " + field + " has wire type " + wire + ", expected " + wanted);
    }
  }

  private int take(int count) throws MalformedException {
    if (count < 0 || count > limit - position) {
      throw new MalformedException(
          count + " bytes expected at byte " + position + ", there are " + (limit - position));
    }
    position += count;
    return position - count;
  }

  private long longVarint() throws MalformedException {
    long value = 0;
    int at = position;
    for (int shift = 0; shift < 64 && at < limit; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        position = at;
        return value;
      }
    }
    throw new MalformedException("varint at byte " + position + " has no end");
  }
}
