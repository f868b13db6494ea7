package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Eight inputs of ten bits. The part has no mark of its own; one that does not drive its line is
 * known by the null bit, one whose line is held low reads 0 V.
 *
 * <p>Source: Microchip, MCP3004/3008, DS21295D, sections 5.0 and 6.1.
 */
final class Mcp3008 implements Part {
  private static final int INPUTS = 8;

  static final PartKind<SpiWire> KIND =
      new PartKind<>(
          "mcp3008",
          0,
          SpiDriver.MAX_CHIP_SELECT,
          IntStream.range(0, INPUTS)
              .mapToObj(input -> Measure.of("voltage-" + input, 0, 5.5, 4))
              .toList(),
          List.of(Option.number("reference-volts", 3.3, 0.25, 5.5)),
          Mcp3008::new);

  private static final int START = 1;
  private static final int SINGLE_ENDED = 0x80;
  private static final int NULL_BIT = 0x04;
  private static final double STEPS = 1024;

  private final SpiWire wire;

  private Mcp3008(SpiWire wire) {
    this.wire = wire;
  }

  @Override
  public void start() {}

  @Override
  public void read(List<Block.Entry> entries, Batch into) throws IOException {
    for (Block.Entry entry : entries) {
      PartPoint point = (PartPoint) entry.point();
      byte[] answer = wire.transfer(0, START, SINGLE_ENDED | point.start() << 4, 0);
      if ((answer[1] & NULL_BIT) != 0) {
        throw wire.noAnswer("the line is not driven; is the mcp3008 connected?");
      }
      int steps = (answer[1] & 3) << Byte.SIZE | (answer[2] & 0xFF);
      Sensor.add(
          point.measure(), steps * point.number("reference-volts") / STEPS, entry.channel(), into);
    }
  }
}
