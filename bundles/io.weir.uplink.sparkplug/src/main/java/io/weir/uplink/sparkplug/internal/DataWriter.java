package io.weir.uplink.sparkplug.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Quality;
import io.weir.uplink.sparkplug.internal.payload.PayloadWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the payload of a data message sample by sample, without an object for any. Confined to one
 * thread at a time.
 */
final class DataWriter {
  private static final int PAYLOAD_TIMESTAMP = 1 << 3;
  private static final int METRICS = 2;
  private static final int PAYLOAD_SEQ = 3 << 3;

  private static final int ALIAS = 2 << 3;
  private static final int TIMESTAMP = 3 << 3;
  private static final int IS_HISTORICAL = 5 << 3;
  private static final int IS_NULL = 7 << 3;
  private static final int LONG_VALUE = 11 << 3;
  private static final int DOUBLE_VALUE = 13 << 3 | 1;
  private static final int BOOLEAN_VALUE = 14 << 3;
  private static final int STRING_VALUE = 15;
  private static final int BYTES_VALUE = 16;

  /** Encoded properties by quality, made when first needed. */
  private final Map<Byte, byte[]> properties = new HashMap<>();

  private final WireWriter out = new WireWriter(4_096);
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  int size() {
    return out.size();
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
    WireWriter to = out;
    int mark = to.begin(METRICS);
    to.varint(ALIAS);
    to.varint(metric.alias);
    to.varint(TIMESTAMP);
    to.varint(millis);
    if (isHistorical) {
      to.varint(IS_HISTORICAL);
      to.varint(1);
    }
    boolean isNull = Quality.isBad(quality);
    if (tellsQuality) {
      byte[] encoded = properties(quality);
      if (isNull) {
        to.varint(IS_NULL);
        to.varint(1);
      }
      to.raw(encoded, 0, encoded.length);
    } else if (isNull) {
      to.varint(IS_NULL);
      to.varint(1);
    }
    if (!isNull) {
      value(to, metric, bits, object);
    }
    to.end(mark);
    count++;
  }

  private static void value(
      WireWriter to, ChannelMetric metric, long bits, @Nullable Object object) {
    switch (metric.info.type()) {
      case DOUBLE -> {
        to.varint(DOUBLE_VALUE);
        to.fixed64(bits);
      }
      case INTEGER -> {
        to.varint(LONG_VALUE);
        to.varint(bits);
      }
      case BOOLEAN -> {
        to.varint(BOOLEAN_VALUE);
        to.varint(bits != 0 ? 1 : 0);
      }
      case TEXT, BYTES -> object(to, object);
    }
  }

  private static void object(WireWriter to, @Nullable Object object) {
    if (object instanceof byte[] blob) {
      to.blob(BYTES_VALUE, blob);
    } else if (object instanceof String text) {
      to.blob(STRING_VALUE, text.getBytes(UTF_8));
    } else {
      to.varint(IS_NULL);
      to.varint(1);
    }
  }

  private byte[] properties(byte quality) {
    return properties.computeIfAbsent(
        quality, key -> PayloadWriter.propertiesOfMetric(Qualities.properties(key)));
  }

  /** The payload with all that was added; empty afterwards. */
  byte[] finish(long millis, int seq) {
    out.varint(PAYLOAD_TIMESTAMP);
    out.varint(millis);
    out.varint(PAYLOAD_SEQ);
    out.varint(seq);
    byte[] payload = out.toByteArray();
    out.clear();
    count = 0;
    return payload;
  }

  /** Forgets what was added. */
  void clear() {
    out.clear();
    count = 0;
  }
}
