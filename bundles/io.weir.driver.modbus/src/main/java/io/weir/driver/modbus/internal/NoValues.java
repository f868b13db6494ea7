package io.weir.driver.modbus.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The raw values by which a device says that it has none, as bit patterns. Immutable. */
final class NoValues {
  static final String KEY = "not-available";

  /** None: every value counts. */
  static final NoValues NONE = new NoValues();

  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]+");
  private static final int DIGITS = 4;

  private final long[] patterns;

  private NoValues(long... patterns) {
    this.patterns = patterns;
  }

  /**
   * What an address says: a number, or a text of numbers and of registers in hexadecimal, separated
   * by commas.
   *
   * @throws ConfigException if it is no such thing, or the type has no such value
   */
  static NoValues of(Map<String, Object> address, DataType type) {
    Object value = address.get(KEY);
    if (value == null) {
      return NONE;
    }
    if (type.registers() == 0 || type.rawType() == ValueType.BOOLEAN) {
      throw new ConfigException("address/" + KEY, value, "remove it; it is for numbers only");
    }
    String[] parts = value.toString().split(",", -1);
    long[] patterns = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      @Nullable Long pattern = pattern(parts[i].strip(), type);
      if (pattern == null) {
        throw new ConfigException(
            "address/" + KEY,
            value,
            "give values of an "
                + type.name().toLowerCase(Locale.ROOT)
                + ", or 0x and "
                + DIGITS * type.registers()
                + " hexadecimal digits, with commas between them");
      }
      patterns[i] = pattern;
    }
    return new NoValues(patterns);
  }

  private static @Nullable Long pattern(String text, DataType type) {
    try {
      if (HEX.matcher(text).matches()) {
        return text.length() == 2 + DIGITS * type.registers()
            ? Long.parseUnsignedLong(text.substring(2), 16)
            : null;
      }
      return type.pattern(new BigDecimal(text));
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  boolean isNone() {
    return patterns.length == 0;
  }

  boolean has(long pattern) {
    for (long each : patterns) {
      if (each == pattern) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return Arrays.toString(patterns);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NoValues values && Arrays.equals(patterns, values.patterns);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(patterns);
  }
}
