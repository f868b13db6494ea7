package io.weir.codec.json.internal;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;

/**
 * Doubles as the shortest text that reads back as the same double, always with a decimal point, so
 * that a reader can tell them from integers; plain digits from 1e-6 up to 1e21, an exponent beyond.
 */
public final class Decimal {
  /** Room that every double fits in. */
  public static final int MAX_LENGTH = 32;

  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

  /** Up to here a scaled value has at most 15 digits, which no two doubles share. */
  private static final double EXACT = 1e15;

  private Decimal() {}

  /** Writes a finite value to the start of {@code out}; returns the number of characters. */
  public static int write(double value, char[] out) {
    double magnitude = Math.abs(value);
    if (magnitude < EXACT) {
      // Sensors send few decimals. The quotient is rounded correctly, so that an equal one means
      // that these digits read back as the value, and no shorter ones did.
      for (int decimals = 0; decimals < POWERS.length; decimals++) {
        double scaled = magnitude * POWERS[decimals];
        if (scaled >= EXACT) {
          break;
        }
        long digits = (long) (scaled + 0.5);
        if (digits / POWERS[decimals] == magnitude) {
          return plain(Double.doubleToRawLongBits(value) < 0, digits, decimals, out);
        }
      }
    }
    String text = text(value, magnitude);
    text.getChars(0, text.length(), out, 0);
    return text.length();
  }

  private static String text(double value, double magnitude) {
    String shortest = NumberOutput.toString(value, true);
    if (shortest.indexOf('E') < 0 || magnitude < 1e-6 || magnitude >= 1e21) {
      return shortest;
    }
    String plain = new BigDecimal(shortest).toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static int plain(boolean negative, long digits, int decimals, char[] out) {
    int shown = Math.max(decimals, 1);
    long rest = decimals == 0 ? digits * 10 : digits;
    int width = Math.max(width(rest), shown + 1);
    int length = width + 1 + (negative ? 1 : 0);
    int at = length;
    for (int i = 0; i < width; i++) {
      if (i == shown) {
        out[--at] = '.';
      }
      out[--at] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    if (negative) {
      out[--at] = '-';
    }
    return length;
  }

  private static int width(long digits) {
    int width = 1;
    for (long rest = digits; rest >= 10; rest /= 10) {
      width++;
    }
    return width;
  }
}
