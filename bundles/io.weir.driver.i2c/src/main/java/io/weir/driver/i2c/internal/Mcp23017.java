package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sixteen pins. A pin is what its channel is: an output when it is written, else an input. It is
 * set up when it is first used, an output in its safe state first; pins without a channel are let
 * alone.
 *
 * <p>A part that has lost its supply comes back with inputs only. That is seen at the next read or
 * write, and its pins are set up anew, outputs in their safe state.
 *
 * <p>Source: Microchip, MCP23017/MCP23S17, DS20001952C, section 3.
 */
final class Mcp23017 implements Part {
  private static final int PINS_PER_PORT = 8;

  static final PartKind<I2cWire> KIND =
      new PartKind<>(
          "mcp23017",
          0x20,
          0x27,
          Stream.of("a", "b")
              .flatMap(
                  port -> IntStream.range(0, PINS_PER_PORT).mapToObj(pin -> "pin-" + port + pin))
              .map(Measure::pin)
              .toList(),
          List.of(Option.flag("pull-up"), Option.word("safe", "off", "on", "keep")),
          Mcp23017::new);

  /** Addresses of the registers of port A in bank 0; port B's is the next. */
  private static final int IODIR = 0x00;

  private static final int IPOL = 0x02;
  private static final int GPINTENB = 0x05;
  private static final int IOCON = 0x0A;
  private static final int GPPU = 0x0C;
  private static final int GPIO = 0x12;
  private static final int OLAT = 0x14;

  private final I2cWire wire;
  private final Map<Integer, PartPoint> used = new TreeMap<>();
  private int direction;
  private int pullUp;
  private int latch;

  private Mcp23017(I2cWire wire) {
    this.wire = wire;
  }

  /**
   * Makes sure of bank 0, sequential addresses, no inversion. Address 5 is IOCON where somebody
   * chose bank 1, and an interrupt enable that is not used where not.
   */
  @Override
  public void start() throws IOException {
    wire.write(GPINTENB, 0);
    wire.write(IOCON, 0);
    write(IPOL, 0);
    if (read(IOCON) != 0 || read(IPOL) != 0) {
      throw wire.noAnswer("its registers do not keep what is written; is it an mcp23017?");
    }
    direction = read(IODIR);
    pullUp = read(GPPU);
    latch = read(OLAT);
    for (PartPoint point : used.values()) {
      setUp(point);
    }
  }

  @Override
  public void read(List<Block.Entry> entries, Batch into) throws IOException {
    checkStillSetUp();
    for (Block.Entry entry : entries) {
      use((PartPoint) entry.point());
    }
    levels(entries, into);
  }

  @Override
  public void look(List<Block.Entry> entries, Batch into) throws IOException {
    levels(entries, into);
  }

  private void levels(List<Block.Entry> entries, Batch into) throws IOException {
    int levels = read(GPIO);
    for (Block.Entry entry : entries) {
      into.addBoolean(entry.channel(), 0, (levels >> entry.point().start() & 1) != 0);
    }
  }

  @Override
  public void write(PartPoint point, long bits) throws IOException {
    checkStillSetUp();
    use(point);
    setLatch(with(latch, point.start(), bits != 0));
  }

  /** Puts outputs into their safe state. */
  @Override
  public void stop() throws IOException {
    int safe = latch;
    for (PartPoint point : used.values()) {
      safe = safe(safe, point);
    }
    if (safe != latch) {
      setLatch(safe);
    }
  }

  private void checkStillSetUp() throws IOException {
    if (read(IODIR) != direction || read(OLAT) != latch) {
      start();
    }
  }

  private void use(PartPoint point) throws IOException {
    if (!point.equals(used.put(point.start(), point))) {
      setUp(point);
    }
  }

  private void setUp(PartPoint point) throws IOException {
    int pin = point.start();
    setLatch(safe(latch, point));
    pullUp = with(pullUp, pin, !point.output() && point.flag("pull-up"));
    set(GPPU, pullUp);
    direction = with(direction, pin, !point.output());
    set(IODIR, direction);
  }

  private static int safe(int levels, PartPoint point) {
    return !point.output() || point.is("safe", "keep")
        ? levels
        : with(levels, point.start(), point.is("safe", "on"));
  }

  private void setLatch(int levels) throws IOException {
    latch = levels;
    set(OLAT, levels);
  }

  private void set(int register, int value) throws IOException {
    write(register, value);
    if (read(register) != value) {
      throw wire.noAnswer("its registers do not keep what is written; is it an mcp23017?");
    }
  }

  private static int with(int levels, int pin, boolean on) {
    return on ? levels | 1 << pin : levels & ~(1 << pin);
  }

  private void write(int register, int value) throws IOException {
    wire.write(register, value, value >> Byte.SIZE);
  }

  private int read(int register) throws IOException {
    byte[] ports = wire.read(register, 2);
    return (ports[0] & 0xFF) | (ports[1] & 0xFF) << Byte.SIZE;
  }
}
