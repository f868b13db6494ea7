package io.weir.rules.internal.cel;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Parsing and printing of numbers without surprises. */
public final class Numbers {
  private static final double TWO_TO_63 = 0x1p63;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private Numbers() {}

  /** Whether the double lies within the open range of integers. */
  static boolean fitsLong(double value) {
    return value > -TWO_TO_63 && value < TWO_TO_63;
  }

  /** Whether the text is a decimal 64-bit integer. */
  static boolean isLong(String text) {
    int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    int digits = text.length() - from;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    if (digits < 1 || digits > 19) {
      return false;
    }
    String limit = text.charAt(0) == '-' ? "9223372036854775808" : "9223372036854775807";
    return digits < 19 || text.regionMatches(from, limit, 0, 19) || isBelow(text, from, limit);
  }

  private static boolean isBelow(String text, int from, String limit) {
    for (int i = 0; i < limit.length(); i++) {
      int difference = text.charAt(from + i) - limit.charAt(i);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  /** Whether the text is a number as CEL writes it, {@code NaN} or an infinity. */
  static boolean isDouble(String text) {
    return switch (text) {
      case "NaN", "Infinity", "+Infinity", "-Infinity" -> true;
      default -> DECIMAL.matcher(text).matches();
    };
  }

  /** The shortest plain form; with an exponent only below 0.0001 and from 1e21 on. */
  public static String print(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    double size = Math.abs(value);
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (size >= 1e-4 && size < 1e21) {
      return decimal.toPlainString();
    }
    int exponent = decimal.precision() - decimal.scale() - 1;
    String digits = decimal.scaleByPowerOfTen(-exponent).toPlainString();
    return digits
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
