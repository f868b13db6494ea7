package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.model.Batch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The parts of one bus while it is open. Confined to the bus thread. */
final class Parts {
  /** A part, and whether it may be used. */
  private static final class Slot {
    final Part part;
    boolean started;

    Slot(Part part) {
      this.part = part;
    }
  }

  private record Onlooker(Part part) implements Part {
    @Override
    public void start() {}

    @Override
    public void read(List<Block.Entry> entries, Batch into)
        throws IOException, InterruptedException {
      part.look(entries, into);
    }
  }

  private interface Work {
    void run(Part part) throws IOException, InterruptedException;
  }

  private final Map<String, Slot> slots = new HashMap<>();
  private final Function<PartPoint, Part> factory;

  Parts(Function<PartPoint, Part> factory) {
    this.factory = factory;
  }

  void read(Block block, Batch into) throws DriverException {
    List<Block.Entry> entries = block.entries();
    run((PartPoint) entries.get(0).point(), part -> part.read(entries, into));
  }

  /** Reads a part that is looked at only. */
  static void look(Part part, Block block, Batch into) throws DriverException {
    Parts once = new Parts(point -> new Onlooker(part));
    once.read(block, into);
  }

  void write(PartPoint point, long bits) throws DriverException {
    run(point, part -> part.write(point, bits));
  }

  private void run(PartPoint point, Work work) throws DriverException {
    Slot slot = slots.computeIfAbsent(point.area(), area -> new Slot(factory.apply(point)));
    try {
      if (!slot.started) {
        slot.part.start();
        slot.started = true;
      }
      work.run(slot.part);
    } catch (NoResponseException e) {
      slot.started = false;
      throw e;
    } catch (DriverException e) {
      throw e;
    } catch (IOException e) {
      slot.started = false;
      throw new NoResponseException(
          point.area()
              + " does not answer; is it connected, and at this address? ("
              + e.getMessage()
              + ")",
          e);
    } catch (InterruptedException e) {
      slot.started = false;
      Thread.currentThread().interrupt();
      InterruptedIOException cause = new InterruptedIOException("interrupted");
      cause.initCause(e);
      throw new ConnectionException("interrupted at " + point.area(), cause);
    }
  }

  /** Leaves each part as it should be found. */
  void stop() {
    for (Slot slot : slots.values()) {
      if (slot.started) {
        try {
          slot.part.stop();
        } catch (IOException e) {
          slot.started = false; // It is gone; there is nobody left to tell.
        }
      }
    }
    slots.clear();
  }
}
