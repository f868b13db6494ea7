package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.model.Channel;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.store.Aggregate;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values and names are written in JSON. */
final class Values {
  private Values() {}

  /** The fields time, value and quality of one sample; a bad one has the value null. */
  static void write(
      JsonGenerator json,
      long epochMicros,
      ValueType type,
      long bits,
      @Nullable Object object,
      byte quality)
      throws IOException {
    json.writeNumberField("time", epochMicros);
    json.writeFieldName("value");
    if (Quality.isBad(quality)) {
      json.writeNull();
    } else {
      write(json, type.box(bits, object));
    }
    json.writeStringField("quality", Quality.text(quality));
  }

  /**
   * The field text, what this value is called; nothing when it has no name or the sample is bad.
   */
  static void writeText(JsonGenerator json, Channel channel, long bits, byte quality)
      throws IOException {
    String text = Quality.isBad(quality) ? null : channel.text(bits);
    if (text != null) {
      json.writeStringField("text", text);
    }
  }

  /** A value; bytes as base64 text, a double that is no number as null. */
  static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Double number) {
      write(json, number.doubleValue());
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else {
      json.writeNull();
    }
  }

  /** The fields count, min, max, mean, timeWeightedMean, first and last. */
  static void writeFigures(JsonGenerator json, Aggregate aggregate) throws IOException {
    json.writeNumberField("count", aggregate.count());
    writeField(json, "min", aggregate.min());
    writeField(json, "max", aggregate.max());
    writeField(json, "mean", aggregate.mean());
    writeField(json, "timeWeightedMean", aggregate.timeWeightedMean());
    writeField(json, "first", aggregate.first());
    writeField(json, "last", aggregate.last());
  }

  /** A field with a number; null where JSON has none. */
  static void writeField(JsonGenerator json, String name, double number) throws IOException {
    json.writeFieldName(name);
    write(json, number);
  }

  /** A number; null where JSON has none. */
  static void write(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeNull();
    }
  }

  /** A constant as documents write it. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
