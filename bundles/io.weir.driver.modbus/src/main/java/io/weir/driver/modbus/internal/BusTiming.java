package io.weir.driver.modbus.internal;

import io.weir.api.driver.Block;
import java.util.concurrent.TimeUnit;

/**
 * How long reads take on a serial line. Immutable.
 *
 * @param turnaroundNanos what a device is taken to need before it answers
 */
record BusTiming(
    SerialFormat format, SerialFraming framing, LineTiming timing, long turnaroundNanos) {
  /** Function code, start and count. */
  private static final int REQUEST = 5;

  /** Function code and byte count. */
  private static final int ANSWER = 2;

  String medium() {
    return format
        + ", "
        + TimeUnit.NANOSECONDS.toMillis(turnaroundNanos)
        + " ms taken for a device to answer";
  }

  long answeredMicros(Block block) {
    Table table = Addresses.table(block.area());
    int characters =
        framing.characters(REQUEST) + framing.characters(ANSWER + table.bytes(block.length()));
    return TimeUnit.NANOSECONDS.toMicros(
        characters * timing.characterNanos()
            + turnaroundNanos
            + Math.max(timing.silenceNanos(), pauseNanos(block)));
  }

  private long pauseNanos(Block block) {
    return Math.max(timing.pauseNanos(), ModbusDriver.rules(block).pauseNanos());
  }

  long silentMicros(Block block) {
    return TimeUnit.NANOSECONDS.toMicros(
        framing.characters(REQUEST) * timing.characterNanos()
            + ModbusDriver.rules(block).timeoutNanos()
            + Math.max(SerialLink.SETTLE, pauseNanos(block)));
  }
}
