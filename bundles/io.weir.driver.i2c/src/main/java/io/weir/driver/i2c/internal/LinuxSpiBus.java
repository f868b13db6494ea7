package io.weir.driver.i2c.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code /dev/spidev0.0} and its neighbours. Not by Pi4J: version 2.8.0 hands the kernel a request
 * of 64 bits where a 32-bit system takes 32, and never clears a bit of the clock mode.
 */
final class LinuxSpiBus implements SpiBus {
  /** Code of errno.h for what is not there. */
  private static final int ENOENT = 2;

  private final int number;
  private final int hertz;
  private final Map<Integer, SpiDevice> devices = new HashMap<>();

  LinuxSpiBus(int number, int hertz) throws ConnectionException {
    this.number = number;
    this.hertz = hertz;
    Path any = device(0);
    for (int select = 0; select <= SpiDriver.MAX_CHIP_SELECT && !Files.exists(any); select++) {
      any = device(select);
    }
    Pi4j.checkDevice(
        Files.exists(any) ? any : device(0),
        "SPI bus " + number,
        "'dtparam=spi=on' in config.txt makes it",
        "spi");
  }

  private Path device(int chipSelect) {
    return Path.of("/dev/spidev" + number + "." + chipSelect);
  }

  @Override
  public byte[] transfer(int chipSelect, int mode, byte[] bytes) throws IOException {
    SpiDevice device = devices.get(chipSelect);
    if (device == null) {
      Path path = device(chipSelect);
      if (!Files.exists(path)) {
        throw new RejectedException("this machine has no " + path, ENOENT, true);
      }
      device = SpiDevice.open(path);
      devices.put(chipSelect, device);
    }
    return device.transfer(mode, hertz, bytes);
  }

  @Override
  public void close() {
    devices.values().forEach(SpiDevice::close);
    devices.clear();
  }
}
