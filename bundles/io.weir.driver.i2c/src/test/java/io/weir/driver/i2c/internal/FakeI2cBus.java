package io.weir.driver.i2c.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bus with simulated parts; an address without one does not acknowledge. */
final class FakeI2cBus implements I2cBus {
  /** A part as the bus sees it. */
  interface FakePart {
    void write(byte[] bytes) throws IOException;

    byte[] read(int length) throws IOException;
  }

  final Map<Integer, FakePart> parts = new HashMap<>();
  final Map<Integer, String> owners = new HashMap<>();
  final Map<Integer, Integer> written = new HashMap<>();
  boolean open = true;

  private FakePart part(int address) throws IOException {
    FakePart part = parts.get(address);
    if (part == null || !open) {
      throw new IOException("Remote I/O error");
    }
    return part;
  }

  @Override
  public @Nullable String owner(int address) {
    return owners.get(address);
  }

  @Override
  public void write(int address, byte[] bytes) throws IOException {
    written.merge(address, 1, Integer::sum);
    part(address).write(bytes);
  }

  @Override
  public void read(int address, byte[] into) throws IOException {
    byte[] bytes = part(address).read(into.length);
    System.arraycopy(bytes, 0, into, 0, into.length);
  }

  @Override
  public void writeRead(int address, byte[] out, byte[] into) throws IOException {
    write(address, out);
    read(address, into);
  }

  @Override
  public void close() {
    open = false;
  }
}
