package io.weir.driver.i2c.internal;

import com.pi4j.context.Context;
import com.pi4j.io.spi.Spi;
import com.pi4j.io.spi.SpiChipSelect;
import com.pi4j.plugin.linuxfs.provider.spi.LinuxFsSpiProviderImpl;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.RejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code /dev/spidev0.0} and its neighbours by Pi4J. */
final class Pi4jSpiBus implements SpiBus {
  /** Code of errno.h for what is not there. */
  private static final int ENOENT = 2;

  private final int number;
  private final int hertz;
  private final Context context;
  private final Map<String, Spi> parts = new HashMap<>();

  Pi4jSpiBus(int number, int hertz) throws ConnectionException {
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
    context = Pi4j.context(new LinuxFsSpiProviderImpl());
  }

  private Path device(int chipSelect) {
    return Path.of("/dev/spidev" + number + "." + chipSelect);
  }

  @Override
  public byte[] transfer(int chipSelect, int mode, byte[] bytes) throws IOException {
    Path device = device(chipSelect);
    if (!Files.exists(device)) {
      throw new RejectedException("this machine has no " + device, ENOENT, true);
    }
    byte[] in = new byte[bytes.length];
    Pi4j.transfer(
        () -> part(chipSelect, mode).transfer(bytes, 0, in, 0, bytes.length), bytes.length);
    return in;
  }

  private Spi part(int chipSelect, int mode) {
    String id = "spi-" + number + "-" + chipSelect + "-" + mode;
    return parts.computeIfAbsent(id, key -> part(context, id, number, chipSelect, mode, hertz));
  }

  static Spi part(Context context, String id, int number, int chipSelect, int mode, int hertz) {
    return context.create(
        Spi.newConfigBuilder(context)
            .id(id)
            .bus(number)
            .chipSelect(SpiChipSelect.getByNumber(chipSelect))
            .mode(mode)
            .baud(hertz)
            .build());
  }

  @Override
  public void close() {
    parts.clear();
    context.shutdown();
  }
}
