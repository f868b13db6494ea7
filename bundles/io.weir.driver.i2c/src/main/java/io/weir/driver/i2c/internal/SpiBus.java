package io.weir.driver.i2c.internal;

import io.weir.api.driver.ConnectionException;
import java.io.IOException;

/** One SPI bus of the machine. Confined to the bus thread. */
interface SpiBus extends AutoCloseable {
  /** Makes connections to buses. */
  interface Opener {
    /** Opens a bus of this number. */
    SpiBus open(int bus, int hertz) throws ConnectionException;
  }

  /**
   * Writes and reads at once, as many bytes each way.
   *
   * @param mode clock polarity and phase, 0 to 3
   */
  byte[] transfer(int chipSelect, int mode, byte[] bytes) throws IOException;

  @Override
  void close();
}
