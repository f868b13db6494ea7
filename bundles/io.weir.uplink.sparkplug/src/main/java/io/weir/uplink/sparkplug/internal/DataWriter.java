package io.weir.uplink.sparkplug.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.model.Quality;
import io.weir.uplink.sparkplug.internal.payload.PayloadWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the payload of a data message sample by sample, without an object for any: the one place
 * where every nanosecond is paid for every sample, so that it writes into its own array. Confined
 * to one thread at a time.
 */
final class DataWriter {
  private static final byte PAYLOAD_TIMESTAMP = 1 << 3;
  private static final byte METRICS = 2 << 3 | 2;
  private static final byte PAYLOAD_SEQ = 3 << 3;

  private static final byte ALIAS = 2 << 3;
  private static final byte TIMESTAMP = 3 << 3;
  private static final byte IS_HISTORICAL = 5 << 3;
  private static final byte IS_NULL = 7 << 3;
  private static final byte LONG_VALUE = 11 << 3;
  private static final byte DOUBLE_VALUE = 13 << 3 | 1;
  private static final byte BOOLEAN_VALUE = 14 << 3;
  private static final byte STRING_VALUE = 15 << 3 | 2;
  private static final int BYTES_VALUE = 16 << 3 | 2;

  /** More than any metric takes without its properties, text or bytes; and the payload's own. */
  private static final int ROOM = 96;

  private static final byte[] NOTHING = {};
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Encoded properties by quality, made when first needed. */
  private final Map<Byte, byte[]> properties = new HashMap<>();

  private byte[] bytes = new byte[1_024];
  private int at;

  boolean isEmpty() {
    return at == 0;
  }

  int size() {
    return at;
  }

  /**
   * Adds a sample.
   *
   * @param millis its time
   * @param tellsQuality whether the quality stands with it
   */
  void add(
      ChannelMetric metric,
      long millis,
      long bits,
      @Nullable Object object,
      byte quality,
      boolean isHistorical,
      boolean tellsQuality) {
    byte[] told = tellsQuality ? properties(quality) : NOTHING;
    byte[] blob = object == null ? NOTHING : blob(object);
    reserve(ROOM + told.length + blob.length);
    byte[] to = bytes;
    to[at++] = METRICS;
    int mark = ++at;
    to[at++] = ALIAS;
    varint(metric.alias);
    to[at++] = TIMESTAMP;
    varint(millis);
    if (isHistorical) {
      flag(IS_HISTORICAL);
    }
    boolean isNull = Quality.isBad(quality) || (object == null && !metric.info.type().isNumeric());
    if (isNull) {
      flag(IS_NULL);
    }
    raw(told);
    if (!isNull) {
      value(metric, bits, blob);
    }
    end(mark);
  }

  private void value(ChannelMetric metric, long bits, byte[] blob) {
    switch (metric.info.type()) {
      case DOUBLE -> {
        bytes[at++] = DOUBLE_VALUE;
        LONG.set(bytes, at, bits);
        at += Long.BYTES;
      }
      case INTEGER -> {
        bytes[at++] = LONG_VALUE;
        varint(bits);
      }
      case BOOLEAN -> {
        bytes[at++] = BOOLEAN_VALUE;
        bytes[at++] = (byte) (bits != 0 ? 1 : 0);
      }
      case TEXT -> {
        bytes[at++] = STRING_VALUE;
        varint(blob.length);
        raw(blob);
      }
      case BYTES -> {
        varint(BYTES_VALUE);
        varint(blob.length);
        raw(blob);
      }
    }
  }

  /** Puts the length in front of the metric; one byte is there for it. */
  private void end(int mark) {
    int length = at - mark;
    if (length < 0x80) {
      bytes[mark - 1] = (byte) length;
      return;
    }
    int extra = (31 - Integer.numberOfLeadingZeros(length)) / 7;
    System.arraycopy(bytes, mark, bytes, mark + extra, length);
    at = mark - 1;
    varint(length);
    at += length;
  }

  private static byte[] blob(Object object) {
    return object instanceof byte[] blob ? blob : object.toString().getBytes(UTF_8);
  }

  private byte[] properties(byte quality) {
    return properties.computeIfAbsent(
        quality, key -> PayloadWriter.propertiesOfMetric(Qualities.properties(key)));
  }

  /** The payload with all that was added; empty afterwards. */
  byte[] finish(long millis, int seq) {
    reserve(ROOM);
    bytes[at++] = PAYLOAD_TIMESTAMP;
    varint(millis);
    bytes[at++] = PAYLOAD_SEQ;
    varint(seq);
    byte[] payload = Arrays.copyOf(bytes, at);
    at = 0;
    return payload;
  }

  /** Forgets what was added. */
  void clear() {
    at = 0;
  }

  private void flag(byte tag) {
    bytes[at++] = tag;
    bytes[at++] = 1;
  }

  private void raw(byte[] source) {
    System.arraycopy(source, 0, bytes, at, source.length);
    at += source.length;
  }

  private void varint(long value) {
    byte[] to = bytes;
    int position = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[position++] = (byte) rest;
    at = position;
  }

  private void reserve(int room) {
    if (bytes.length - at < room) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + room));
    }
  }
}
