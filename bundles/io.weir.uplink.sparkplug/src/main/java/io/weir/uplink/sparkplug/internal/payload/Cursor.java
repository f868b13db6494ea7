package io.weir.uplink.sparkplug.internal.payload;

import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Goes through the fields of one message and knows how the current one is written. */
final class Cursor {
  private static final int FIXED_64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private final byte[] bytes;
  private final WireReader reader;
  private int field;
  private int wire;

  Cursor(byte[] bytes) {
    this(bytes, new WireReader().over(bytes, 0, bytes.length));
  }

  private Cursor(byte[] bytes, WireReader reader) {
    this.bytes = bytes;
    this.reader = reader;
  }

  /** Moves to the next field; false at the end. */
  boolean next() throws MalformedException {
    int tag = reader.position();
    field = reader.next();
    wire = field == 0 ? 0 : bytes[tag] & 7;
    return field != 0;
  }

  int field() {
    return field;
  }

  void skip() throws MalformedException {
    reader.skip();
  }

  Cursor message() throws MalformedException {
    return new Cursor(bytes, reader.message(new WireReader()));
  }

  long uint() throws MalformedException {
    return reader.uint();
  }

  boolean flag() throws MalformedException {
    return reader.uint() != 0;
  }

  String text() throws MalformedException {
    return reader.text();
  }

  byte[] blob() throws MalformedException {
    return reader.blob();
  }

  /** A repeated number, packed or not. */
  void uints(LongConsumer each) throws MalformedException {
    if (wire != DELIMITED) {
      each.accept(reader.uint());
      return;
    }
    WireReader packed = reader.message(new WireReader());
    while (!packed.atEnd()) {
      each.accept(packed.varint());
    }
  }

  /**
   * The current field, if it is one of the six plain values the first of which has this number;
   * else it is passed over and what was known before stays.
   */
  @Nullable Object value(int first, @Nullable Object before) throws MalformedException {
    return switch (field - first) {
      case Fields.INT -> (int) reader.uint();
      case Fields.LONG -> reader.uint();
      case Fields.FLOAT -> {
        expect(FIXED_32);
        yield Float.intBitsToFloat(reader.fixed32());
      }
      case Fields.DOUBLE -> {
        expect(FIXED_64);
        yield Double.longBitsToDouble(reader.fixed64());
      }
      case Fields.BOOLEAN -> reader.uint() != 0;
      case Fields.STRING -> reader.text();
      default -> {
        reader.skip();
        yield before;
      }
    };
  }

  private void expect(int wanted) throws MalformedException {
    if (wire != wanted) {
      throw new MalformedException(
          "field " + field + " has wire type " + wire + ", expected " + wanted);
    }
  }
}
