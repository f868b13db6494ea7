package io.weir.driver.coap.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Values as payloads. */
final class SenmlWriter {
  private static final int NAME = 0;
  private static final int VALUE = 2;
  private static final int TEXT = 3;
  private static final int BOOLEAN = 4;
  private static final int TIME = 6;
  private static final int DATA = 8;

  private SenmlWriter() {}

  /**
   * One value as a payload of this format.
   *
   * @param seconds epoch seconds of the value, NaN for none
   */
  static byte[] write(Format format, String name, Object value, double seconds) {
    return switch (format) {
      case TEXT -> String.valueOf(plain(value)).getBytes(StandardCharsets.UTF_8);
      case OCTETS ->
          value instanceof byte[] bytes
              ? bytes
              : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
      case JSON, CBOR -> scalar(format, value);
      case SENML_JSON, SENML_CBOR -> pack(format, name, value, seconds);
    };
  }

  /** Bytes as text are base64. */
  private static Object plain(Object value) {
    return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value;
  }

  private static byte[] scalar(Format format, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator =
        (format == Format.CBOR ? Documents.CBOR : Documents.JSON).createGenerator(out)) {
      value(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] pack(Format format, String name, Object value, double seconds) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean isCbor = format == Format.SENML_CBOR;
    try (JsonGenerator generator =
        (isCbor ? Documents.CBOR : Documents.JSON).createGenerator(out)) {
      generator.writeStartArray(null, 1);
      int fields = (name.isEmpty() ? 1 : 2) + (Double.isNaN(seconds) ? 0 : 1);
      generator.writeStartObject(null, fields);
      if (!name.isEmpty()) {
        field(generator, NAME, "n");
        generator.writeString(name);
      }
      if (value instanceof Boolean) {
        field(generator, BOOLEAN, "vb");
      } else if (value instanceof String) {
        field(generator, TEXT, "vs");
      } else if (value instanceof byte[]) {
        field(generator, DATA, "vd");
      } else {
        field(generator, VALUE, "v");
      }
      if (!isCbor && value instanceof byte[] bytes) {
        generator.writeString(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      } else {
        value(generator, value);
      }
      if (!Double.isNaN(seconds)) {
        field(generator, TIME, "t");
        generator.writeNumber(seconds);
      }
      generator.writeEndObject();
      generator.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void field(JsonGenerator generator, int label, String name) throws IOException {
    if (generator instanceof CBORGenerator cbor) {
      cbor.writeFieldId(label);
    } else {
      generator.writeFieldName(name);
    }
  }

  private static void value(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value instanceof Boolean bool) {
      generator.writeBoolean(bool);
    } else if (value instanceof Long whole) {
      generator.writeNumber(whole);
    } else if (value instanceof Double number) {
      generator.writeNumber(number);
    } else if (value instanceof byte[] bytes) {
      generator.writeBinary(bytes);
    } else {
      generator.writeString(String.valueOf(value));
    }
  }
}
