package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality.Reason;
import java.io.IOException;
import java.util.List;

/**
 * A platinum resistor, measured once on demand: its resistance, and its temperature by IEC 60751.
 *
 * <p>Source: Maxim, MAX31865 RTD-to-Digital Converter, 19-6478, sections "Configuration Register",
 * "RTD Resistance Registers" and "Fault Status Register"; the formula of Callendar and Van Dusen
 * with the coefficients of IEC 60751.
 */
final class Max31865 implements Part {
  static final PartKind<SpiWire> KIND =
      new PartKind<>(
          "max31865",
          0,
          SpiDriver.MAX_CHIP_SELECT,
          List.of(
              Measure.of("temperature", -200, 850, 2),
              Measure.of("resistance", 0, 100_000, 3),
              Measure.flag("fault")),
          List.of(
              Option.number("nominal-ohms", 100, 1, 10_000),
              Option.number("reference-ohms", 430, 1, 100_000),
              Option.oneOf("wires", 2, 2, 3, 4),
              Option.oneOf("mains-hertz", 50, 50, 60)),
          Max31865::new);

  private static final int MODE = 1;
  private static final int WRITE = 0x80;
  private static final int BIAS = 0x80;
  private static final int ONE_SHOT = 0x20;
  private static final int THREE_WIRES = 0x10;
  private static final int CLEAR = 0x02;
  private static final int FIFTY_HERTZ = 0x01;
  private static final int KEPT = BIAS | THREE_WIRES | FIFTY_HERTZ;

  /** The bias settles; a single conversion takes at most 55 ms at 60 Hz and 66 ms at 50 Hz. */
  private static final int BIAS_MILLIS = 10;

  private static final int CONVERT_MILLIS = 70;
  private static final double FULL_SCALE = 32768;

  private final SpiWire wire;

  private Max31865(SpiWire wire) {
    this.wire = wire;
  }

  @Override
  public void start() {}

  @Override
  public void read(List<Block.Entry> entries, Batch into) throws IOException, InterruptedException {
    PartPoint any = (PartPoint) entries.get(0).point();
    int setting =
        BIAS
            | (any.number("wires") == 3 ? THREE_WIRES : 0)
            | (any.number("mains-hertz") == 50 ? FIFTY_HERTZ : 0);
    wire.transfer(MODE, WRITE, setting | CLEAR);
    int kept = wire.transfer(MODE, 0, 0)[1] & 0xFF;
    if ((kept & KEPT) != setting) {
      throw wire.noAnswer("its configuration is not kept; is the max31865 connected?");
    }
    wire.pause().millis(BIAS_MILLIS);
    wire.transfer(MODE, WRITE, setting | ONE_SHOT);
    wire.pause().millis(CONVERT_MILLIS);
    byte[] answer = wire.transfer(MODE, 1, 0, 0);
    wire.transfer(MODE, WRITE, setting & ~BIAS); // It would warm the resistor.
    int word = (answer[1] & 0xFF) << Byte.SIZE | (answer[2] & 0xFF);
    for (Block.Entry entry : entries) {
      add((PartPoint) entry.point(), word, entry.channel(), into);
    }
  }

  private static void add(PartPoint point, int word, int channel, Batch into) {
    boolean fault = (word & 1) != 0;
    double ohms = (word >> 1) * point.number("reference-ohms") / FULL_SCALE;
    switch (point.measure().word()) {
      case "fault" -> into.addBoolean(channel, 0, fault);
      case "resistance" -> Sensor.add(point.measure(), fault ? Double.NaN : ohms, channel, into);
      default -> {
        if (fault) {
          into.addBad(channel, 0, Reason.DEVICE);
        } else {
          double celsius = Platinum.celsius(ohms / point.number("nominal-ohms"));
          Sensor.add(point.measure(), celsius, channel, into);
        }
      }
    }
  }
}
