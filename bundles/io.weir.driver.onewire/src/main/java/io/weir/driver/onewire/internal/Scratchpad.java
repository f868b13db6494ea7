package io.weir.driver.onewire.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The nine bytes of a sensor, as its data sheet orders them: temperature (low byte first), TH, TL,
 * configuration, three reserved or counting bytes, CRC (Maxim, DS18B20 Programmable Resolution
 * 1-Wire Digital Thermometer, 19-7487 rev. 6, section "Memory"; DS18S20 High-Precision 1-Wire
 * Digital Thermometer, sections "Operation: Measuring Temperature" and "Memory").
 */
final class Scratchpad {
  private static final int SIZE = 9;
  private static final int TH = 2;
  private static final int TL = 3;
  private static final int CONFIG = 4;
  private static final int COUNT_REMAIN = 6;
  private static final int COUNT_PER_C = 7;
  private static final int MAX_RESOLUTION = 12;
  private static final int ENODEV = 19;

  /** Byte 6 after power-on and after a conversion that did not work. */
  private static final int UNCONVERTED = 0x0C;

  private static final int POWER_ON = 0x0550;
  private static final int POWER_ON_S20 = 0x00AA;
  private static final double POWER_ON_CELSIUS = 85;

  /** What a DS18B20 without enough power answers: 127.94. */
  private static final int WEAK = 0x07FF;

  private final Family family;
  private final int[] bytes;

  private Scratchpad(Family family, int[] bytes) {
    this.family = family;
    this.bytes = bytes;
  }

  /**
   * From the text of the file {@code w1_slave}.
   *
   * @throws NoResponseException if that is no reading whose checksum is right
   * @throws RejectedException if it is of a chip of the same family that measures something else
   */
  static Scratchpad parse(String sensor, Family family, String text) throws DriverException {
    if (text.isEmpty()) {
      throw new NoResponseException(
          "sensor " + sensor + " gives no reading: is it connected, is its supply enough?", null);
    }
    int[] bytes = bytes(sensor, text);
    if (!text.lines().findFirst().orElse("").endsWith("YES") || crc(bytes) != bytes[SIZE - 1]) {
      throw new NoResponseException(
          "the checksum of sensor " + sensor + " is wrong: is its cable sound?", null);
    }
    if (Arrays.stream(bytes).allMatch(b -> b == 0)) {
      throw new NoResponseException(
          "sensor " + sensor + " sends nothing but zeros: the line is held low", null);
    }
    if (family == Family.DS1825 && (bytes[CONFIG] & 0x80) != 0) {
      throw new RejectedException(
          "sensor " + sensor + " is a MAX31850 thermocouple, which is not supported",
          ENODEV,
          false);
    }
    return new Scratchpad(family, bytes);
  }

  private static int[] bytes(String sensor, String text) throws NoResponseException {
    String[] words = text.split("\\s+");
    try {
      int[] bytes = new int[SIZE];
      for (int i = 0; i < SIZE; i++) {
        bytes[i] = HexFormat.fromHexDigits(words[i]);
        if (words[i].length() != 2) {
          throw new NumberFormatException("not one byte");
        }
      }
      return bytes;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new NoResponseException("sensor " + sensor + " gives no reading: '" + text + "'", e);
    }
  }

  /** CRC-8 of Maxim: x^8 + x^5 + x^4 + 1, bit by bit, least significant bit first. */
  private static int crc(int[] bytes) {
    int crc = 0;
    for (int i = 0; i < SIZE - 1; i++) {
      crc ^= bytes[i];
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0x8C;
      }
    }
    return crc;
  }

  /** Degrees Celsius, whether good or not. */
  double celsius() {
    if (family == Family.DS18S20) {
      double counted = (double) (bytes[COUNT_PER_C] - bytes[COUNT_REMAIN]) / bytes[COUNT_PER_C];
      return (raw() >> 1) - 0.25 + counted;
    }
    int defined = -(1 << (MAX_RESOLUTION - resolution()));
    return (raw() & defined) / 16.0;
  }

  /** How far the temperature can be trusted. */
  byte quality() {
    if (isUnconverted()) {
      return Quality.bad(Reason.DEVICE);
    }
    double celsius = celsius();
    if (!family.isInRange(celsius)) {
      return Quality.bad(Reason.RANGE);
    }
    // Copies of the chip show their power-on value with another byte 6: it may be one, or true.
    return celsius == POWER_ON_CELSIUS ? Quality.uncertain(Reason.DEVICE) : Quality.GOOD;
  }

  private boolean isUnconverted() {
    if (family == Family.DS18S20) {
      return bytes[COUNT_PER_C] == 0
          || (bytes[COUNT_REMAIN] == UNCONVERTED && raw() == POWER_ON_S20);
    }
    return bytes[COUNT_REMAIN] == UNCONVERTED && (raw() == POWER_ON || raw() == WEAK);
  }

  /** Whether the whole degrees are at or beyond a limit, as the chip compares them. */
  boolean alarm() {
    int degrees = raw() >> (family == Family.DS18S20 ? 1 : 4);
    return degrees >= alarmHigh() || degrees <= alarmLow();
  }

  int alarmHigh() {
    return (byte) bytes[TH];
  }

  int alarmLow() {
    return (byte) bytes[TL];
  }

  /** Bits of the temperature. */
  int resolution() {
    return family.isConfigurable() ? 9 + (bytes[CONFIG] >> 5 & 3) : 9;
  }

  List<String> hex() {
    return IntStream.of(bytes).mapToObj(b -> HexFormat.of().toHexDigits((byte) b)).toList();
  }

  private short raw() {
    return (short) (bytes[0] | bytes[1] << 8);
  }
}
