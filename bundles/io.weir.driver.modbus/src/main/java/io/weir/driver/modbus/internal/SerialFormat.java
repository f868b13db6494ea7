package io.weir.driver.modbus.internal;

import java.util.Locale;

/**
 * How a serial line sends a character, and how long that takes.
 *
 * @param baud bits a second
 * @param dataBits 7 or 8
 * @param parity parity bit
 * @param stopBits 1 or 2
 */
record SerialFormat(int baud, int dataBits, Parity parity, int stopBits) {
  private static final double NANOS = 1e9;

  /** Above this speed the specification asks for fixed times. */
  private static final int FAST = 19_200;

  private static final long FAST_SILENCE = 1_750_000;

  /** Parity bits. */
  enum Parity {
    NONE,
    EVEN,
    ODD
  }

  /** Nanoseconds a character takes. */
  long characterNanos() {
    int bits = 1 + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits;
    return Math.round(NANOS * bits / baud);
  }

  /**
   * Nanoseconds of silence between two frames: 3.5 characters, 1.75 ms above 19200 baud.
   *
   * <p>MODBUS over Serial Line Specification V1.02, section 2.5.1.1.
   */
  long silenceNanos() {
    return baud > FAST ? FAST_SILENCE : characterNanos() * 7 / 2;
  }

  /** As people write it: {@code 19200 baud 8E1}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d baud %d%s%d", baud, dataBits, parity.name().charAt(0), stopBits);
  }
}
