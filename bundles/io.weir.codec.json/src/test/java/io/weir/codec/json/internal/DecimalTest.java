package io.weir.codec.json.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {
  private static String text(double value) {
    char[] out = new char[Decimal.MAX_LENGTH];
    return new String(out, 0, Decimal.write(value, out));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0, -0.0",
    "1, 1.0",
    "-1, -1.0",
    "71.2, 71.2",
    "0.1, 0.1",
    "-0.05, -0.05",
    "0.000001, 0.000001",
    "0.0000012, 0.0000012",
    "0.00000095, 9.5E-7",
    "100, 100.0",
    "12345678.9, 12345678.9",
    "10000000, 10000000.0",
    "999999999999999, 999999999999999.0",
    "1e15, 1000000000000000.0",
    "9007199254740993, 9007199254740992.0",
    "1e20, 100000000000000000000.0",
    "1e21, 1.0E21",
    "0.3333333333333333, 0.3333333333333333",
    "230.10000610351562, 230.10000610351562",
    "4.9E-324, 4.9E-324",
    "1.7976931348623157E308, 1.7976931348623157E308"
  })
  void writesPlainDigits(double value, String expected) {
    assertEquals(expected, text(value));
  }

  @Test
  void everyValueReadsBackAndNoneIsLongerThanTheShortest() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300_000; i++) {
      double value =
          switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(-1_000_000, 1_000_000) / 10.0;
            case 2 -> random.nextLong(1L << 53) / Math.pow(10, random.nextInt(0, 16));
            default -> (float) random.nextDouble(-1e6, 1e6);
          };
      if (Double.isFinite(value)) {
        String text = text(value);
        assertEquals(
            Double.doubleToRawLongBits(value),
            Double.doubleToRawLongBits(Double.parseDouble(text)),
            text);
        int shortest = precision(NumberOutput.toString(value, true));
        assertTrue(precision(text) <= shortest, () -> text + " has more digits than needed");
      }
    }
  }

  private static int precision(String text) {
    return new BigDecimal(text).stripTrailingZeros().precision();
  }
}
