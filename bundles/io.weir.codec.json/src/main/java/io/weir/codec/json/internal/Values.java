package io.weir.codec.json.internal;

import static io.weir.codec.json.internal.Tokens.wrong;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One value of a row as JSON, and back. */
public final class Values {
  private static final long EXPONENT = 0x7FF0_0000_0000_0000L;
  private static final String[] QUALITIES = new String[256];

  static {
    for (int quality = 0; quality < QUALITIES.length; quality++) {
      QUALITIES[quality] = Quality.text((byte) quality);
    }
  }

  private Values() {}

  /** Whether JSON has a form for the row's value. */
  public static boolean isRepresentable(Batch batch, int row, ValueType type) {
    return switch (type) {
      case BOOLEAN, INTEGER -> true;
      case DOUBLE -> (batch.bits(row) & EXPONENT) != EXPONENT;
      case TEXT -> batch.object(row) instanceof String;
      case BYTES -> batch.object(row) instanceof byte[];
    };
  }

  /** Whether the row's value is to be shown at all. */
  public static boolean isShown(Batch batch, int row, ValueType type) {
    return !Quality.isBad(batch.quality(row)) && isRepresentable(batch, row, type);
  }

  /** The text of the row's quality, which is bad when its value cannot be shown. */
  public static String quality(Batch batch, int row, ValueType type) {
    byte quality = batch.quality(row);
    boolean honest = Quality.isBad(quality) || isRepresentable(batch, row, type);
    return QUALITIES[(honest ? quality : Quality.bad(Quality.Reason.RANGE)) & 0xFF];
  }

  /**
   * Writes a value that is shown.
   *
   * @param number room for {@link Decimal#MAX_LENGTH} characters
   */
  public static void write(JsonGenerator json, Batch batch, int row, ValueType type, char[] number)
      throws IOException {
    switch (type) {
      case BOOLEAN -> json.writeBoolean(batch.bits(row) != 0);
      case INTEGER -> json.writeNumber(batch.bits(row));
      case DOUBLE ->
          json.writeRawValue(
              number, 0, Decimal.write(Double.longBitsToDouble(batch.bits(row)), number));
      case TEXT -> json.writeString((String) batch.object(row));
      case BYTES -> json.writeBinary((byte[]) batch.object(row));
    }
  }

  /** Reads a value as JSON shows it: bytes are text still. */
  public static @Nullable Object read(JsonParser json, @Nullable JsonToken token)
      throws IOException {
    if (token == null) {
      throw wrong(json, "a value is missing");
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> {
        double value = json.getDoubleValue();
        if (Double.isInfinite(value)) {
          throw wrong(json, json.getText() + " does not fit a double");
        }
        yield value;
      }
      case VALUE_STRING -> json.getText();
      default -> throw wrong(json, "a value may not be " + token);
    };
  }

  /** Reads the text of a quality. */
  public static byte readQuality(JsonParser json, @Nullable JsonToken token) throws IOException {
    String text = Tokens.text(json, token, "quality");
    try {
      return Quality.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("payload: " + e.getMessage() + Tokens.at(json), e);
    }
  }
}
