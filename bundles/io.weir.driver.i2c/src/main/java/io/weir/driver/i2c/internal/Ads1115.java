package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import java.io.IOException;
import java.util.List;

/**
 * Four inputs, each against ground or against another, converted one by one on demand.
 *
 * <p>Source: Texas Instruments, ADS111x, SBAS444D, sections 9.3.3 (full-scale range) and 9.6.3
 * (configuration register).
 */
final class Ads1115 implements Part {
  private static final double[] GAINS = {6.144, 4.096, 2.048, 1.024, 0.512, 0.256};
  private static final double[] RATES = {8, 16, 32, 64, 128, 250, 475, 860};

  /** In the order of the multiplexer's settings. */
  static final PartKind<I2cWire> KIND =
      new PartKind<>(
          "ads1115",
          0x48,
          0x4B,
          List.of(
              volts("voltage-0-1"),
              volts("voltage-0-3"),
              volts("voltage-1-3"),
              volts("voltage-2-3"),
              volts("voltage-0"),
              volts("voltage-1"),
              volts("voltage-2"),
              volts("voltage-3")),
          List.of(Option.oneOf("gain", 2.048, GAINS), Option.oneOf("rate", 128, RATES)),
          Ads1115::new);

  private static final int CONVERSION = 0;
  private static final int CONFIG = 1;

  /** Written: begin; read: no conversion runs. */
  private static final int OS = 0x8000;

  /** Single shot, comparator off. */
  private static final int SINGLE = 0x0103;

  private static final int MUX_SHIFT = 12;
  private static final int GAIN_SHIFT = 9;
  private static final int RATE_SHIFT = 5;
  private static final int POLLS = 50;
  private static final double MILLIS = 1000;

  private final I2cWire wire;

  private Ads1115(I2cWire wire) {
    this.wire = wire;
  }

  private static Measure volts(String word) {
    return Measure.of(word, -6.144, 6.144, 7);
  }

  @Override
  public void start() throws IOException {}

  @Override
  public void read(List<Block.Entry> entries, Batch into) throws IOException, InterruptedException {
    for (Block.Entry entry : entries) {
      PartPoint point = (PartPoint) entry.point();
      Sensor.add(point.measure(), convert(point), entry.channel(), into);
    }
  }

  private double convert(PartPoint point) throws IOException, InterruptedException {
    double gain = point.number("gain");
    double rate = point.number("rate");
    int config =
        SINGLE
            | point.start() << MUX_SHIFT
            | index(GAINS, gain) << GAIN_SHIFT
            | index(RATES, rate) << RATE_SHIFT;
    wire.writeWord(CONFIG, config | OS);
    // The rate is exact to a tenth, and it wakes up first.
    wire.pause((long) Math.ceil(MILLIS / rate * 1.1) + 1);
    await(config);
    short raw = (short) wire.readWord(CONVERSION);
    return raw == Short.MAX_VALUE || raw == Short.MIN_VALUE
        ? Double.POSITIVE_INFINITY // At the end of its range: it may be more.
        : raw * gain / -Short.MIN_VALUE;
  }

  private void await(int config) throws IOException, InterruptedException {
    for (int i = 0; i < POLLS; i++) {
      int read = wire.readWord(CONFIG);
      if ((read & ~OS) != config) {
        throw wire.noAnswer(
            "its configuration reads "
                + Integer.toHexString(read)
                + ", not what was written; is it an ads1115?");
      }
      if ((read & OS) != 0) {
        return;
      }
      wire.pause(1);
    }
    throw wire.noAnswer("its conversion does not end");
  }

  private static int index(double[] values, double value) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value) {
        return i;
      }
    }
    throw new IllegalArgumentException(value + " is not allowed");
  }
}
