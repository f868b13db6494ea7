package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import java.io.IOException;
import java.util.List;

/**
 * A TMP102 or LM75: one register of temperature, left adjusted, high byte first.
 *
 * <p>Sources: Texas Instruments, TMP102, SBOS397, sections "Temperature Register" and
 * "Configuration Register"; LM75, National Semiconductor DS012658 and its successors, whose
 * register has 9 bits, NXP's LM75B with 11 bits.
 */
final class Thermometer implements Part {
  static final PartKind<I2cWire> TMP102 =
      new PartKind<>(
          "tmp102",
          0x48,
          0x4B,
          List.of(Measure.of("temperature", -40, 125, 4)),
          List.of(),
          wire -> new Thermometer(wire, true));
  static final PartKind<I2cWire> LM75 =
      new PartKind<>(
          "lm75",
          0x48,
          0x4F,
          List.of(Measure.of("temperature", -55, 125, 4)),
          List.of(Option.oneOf("bits", 9, 9, 10, 11, 12)),
          wire -> new Thermometer(wire, false));

  private static final int TEMPERATURE = 0;
  private static final int CONFIG = 1;

  /** Continuous, four times a second, 12 bits: as after power-on. */
  private static final int TMP102_CONFIG = 0x60A0;

  /** All but the alarm's bit, which follows the temperature. */
  private static final int TMP102_MASK = 0xFFDF;

  private static final int TMP102_BITS = 12;

  /** The first conversion of a TMP102 takes up to 35 ms, one of an LM75 up to 300 ms. */
  private static final int TMP102_MILLIS = 40;

  private static final int LM75_MILLIS = 300;
  private static final double DEGREES_PER_BIT = 1.0 / 256;

  private final I2cWire wire;
  private final boolean tmp102;

  private Thermometer(I2cWire wire, boolean tmp102) {
    this.wire = wire;
    this.tmp102 = tmp102;
  }

  @Override
  public void start() throws IOException, InterruptedException {
    if (tmp102) {
      wire.writeWord(CONFIG, TMP102_CONFIG);
      int config = wire.readWord(CONFIG);
      if ((config & TMP102_MASK) != (TMP102_CONFIG & TMP102_MASK)) {
        throw new RejectedException(
            I2cWire.hex(wire.address())
                + " is no tmp102: its configuration reads "
                + Integer.toHexString(config),
            ENODEV,
            true);
      }
      wire.pause(TMP102_MILLIS);
    } else {
      wire.write(CONFIG, 0);
      if (wire.readByte(CONFIG) != 0) {
        throw new RejectedException(
            I2cWire.hex(wire.address()) + " is no lm75: its configuration does not read 0",
            ENODEV,
            true);
      }
      wire.pause(LM75_MILLIS);
    }
  }

  @Override
  public void read(List<Block.Entry> entries, Batch into) throws IOException {
    short raw = (short) wire.readWord(TEMPERATURE);
    for (Block.Entry entry : entries) {
      PartPoint point = (PartPoint) entry.point();
      int bits = tmp102 ? TMP102_BITS : (int) point.number("bits");
      int defined = -(1 << (Short.SIZE - bits)); // Lower bits are not defined.
      Sensor.add(point.measure(), (raw & defined) * DEGREES_PER_BIT, entry.channel(), into);
    }
  }
}
