package io.weir.driver.coap.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import java.util.HexFormat;
import java.util.Locale;

/** Values of payloads to raw values of channels and back. */
final class Values {
  /** Up to here every integer is a double and the other way round. */
  private static final double EXACT = 1L << 53;

  private static final int SHOWN_BYTES = 16;

  private Values() {}

  /**
   * Adds a row.
   *
   * @param value of a {@link Measurement}
   * @param isText whether the value is a plain text that may spell a number or a boolean
   * @throws PayloadException if the value is not of the type
   */
  static void add(
      Batch into,
      int channel,
      long micros,
      Object value,
      boolean isText,
      ValueType type,
      byte quality)
      throws PayloadException {
    Object typed = typed(value, isText, type);
    switch (type) {
      case BOOLEAN -> into.add(channel, micros, (Boolean) typed ? 1 : 0, quality);
      case INTEGER -> into.add(channel, micros, (Long) typed, quality);
      case DOUBLE -> into.add(channel, micros, Double.doubleToRawLongBits((Double) typed), quality);
      case TEXT, BYTES -> into.addObject(channel, micros, typed, quality);
    }
  }

  /** The value as the type boxes it. */
  static Object typed(Object value, boolean isText, ValueType type) throws PayloadException {
    return switch (type) {
      case BOOLEAN -> bool(value, isText);
      case INTEGER -> integer(value, isText);
      case DOUBLE -> number(value, isText);
      case TEXT -> {
        if (value instanceof String) {
          yield value;
        }
        throw wrong(value, "text");
      }
      case BYTES -> {
        if (value instanceof byte[]) {
          yield value;
        }
        throw wrong(value, "bytes");
      }
    };
  }

  private static Boolean bool(Object value, boolean isText) throws PayloadException {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (isText && value instanceof String text) {
      switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "1", "on" -> {
          return true;
        }
        case "false", "0", "off" -> {
          return false;
        }
        default -> throw wrong(value, "true or false");
      }
    }
    throw wrong(value, "true or false");
  }

  private static Long integer(Object value, boolean isText) throws PayloadException {
    if (value instanceof Long whole) {
      return whole;
    }
    if (value instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) <= EXACT) {
      return number.longValue();
    }
    if (isText && value instanceof String text) {
      try {
        return Long.valueOf(text.strip());
      } catch (NumberFormatException e) {
        throw wrong(value, "an integer of 64 bits");
      }
    }
    throw wrong(value, "an integer of 64 bits");
  }

  private static Double number(Object value, boolean isText) throws PayloadException {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (isText && value instanceof String text && text.length() <= 64) {
      try {
        double number = Double.parseDouble(text.strip());
        boolean isDecimal = text.strip().matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
        if (isDecimal && Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw wrong(value, "a number");
      }
    }
    throw wrong(value, "a number");
  }

  private static PayloadException wrong(Object value, String wanted) {
    return new PayloadException("'" + shown(value) + "' is not " + wanted);
  }

  /** The value as people read it. */
  static String shown(Object value) {
    if (value instanceof byte[] bytes) {
      String head = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
      return "0x" + head + (bytes.length > SHOWN_BYTES ? "..." : "");
    }
    return Text.shown(String.valueOf(value));
  }
}
