package io.weir.driver.i2c.internal;

import io.weir.api.driver.NoResponseException;
import java.io.IOException;

/** The way to one part on an SPI bus. */
record SpiWire(SpiBus bus, int chipSelect, Pause pause) {
  byte[] transfer(int mode, int... bytes) throws IOException {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = (byte) bytes[i];
    }
    return bus.transfer(chipSelect, mode, out);
  }

  NoResponseException noAnswer(String why) {
    return new NoResponseException("chip select " + chipSelect + ": " + why, null);
  }
}
