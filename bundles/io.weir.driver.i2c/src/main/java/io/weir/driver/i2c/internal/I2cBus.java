package io.weir.driver.i2c.internal;

import io.weir.api.driver.ConnectionException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One I2C bus of the machine. Confined to the bus thread. An exception says that the part did not
 * acknowledge, or that the kernel gave up.
 */
interface I2cBus extends AutoCloseable {
  /** Makes connections to buses. */
  interface Opener {
    /** Opens a bus of this number. */
    I2cBus open(int bus) throws ConnectionException;
  }

  /** The kernel's own driver that serves this address, or null. */
  @Nullable String owner(int address);

  void write(int address, byte[] bytes) throws IOException;

  /** Reads without writing before. */
  void read(int address, byte[] into) throws IOException;

  /** Writes, and reads after a repeated start. */
  void writeRead(int address, byte[] out, byte[] into) throws IOException;

  @Override
  void close();
}
