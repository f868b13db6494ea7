package io.weir.driver.i2c.internal;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.i2c.I2C;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProviderImpl;
import io.weir.api.driver.ConnectionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /dev/i2c-1} by Pi4J. A transfer ends by the kernel's own time-out, a second unless its
 * driver chooses another; it cannot be interrupted.
 *
 * <p>Pi4J remembers an address as chosen even when the kernel refused it, because a driver of its
 * own has the part, and would send the next bytes to the part before; so {@link #owner} is to be
 * asked.
 */
final class Pi4jI2cBus implements I2cBus {
  private final int number;
  private final Context context;
  private final Map<Integer, I2C> parts = new HashMap<>();

  Pi4jI2cBus(int number) throws ConnectionException {
    this.number = number;
    Pi4j.checkDevice(
        Path.of("/dev/i2c-" + number),
        "I2C bus " + number,
        "'dtparam=i2c_arm=on' in config.txt and the module i2c-dev make it",
        "i2c");
    context = Pi4j.context(new LinuxFsI2CProviderImpl());
  }

  @Override
  public @Nullable String owner(int address) {
    Path driver =
        Path.of(String.format(Locale.ROOT, "/sys/bus/i2c/devices/%d-%04x/driver", number, address));
    try {
      return Files.exists(driver) ? driver.toRealPath().getFileName().toString() : null;
    } catch (IOException e) {
      return null; // It has just been unloaded.
    }
  }

  @Override
  public void write(int address, byte[] bytes) throws IOException {
    Pi4j.transfer(() -> part(address).write(bytes, 0, bytes.length), bytes.length);
  }

  @Override
  public void read(int address, byte[] into) throws IOException {
    Pi4j.transfer(() -> part(address).read(into, 0, into.length), into.length);
  }

  @Override
  public void writeRead(int address, byte[] out, byte[] into) throws IOException {
    Pi4j.transfer(() -> part(address).readRegister(out, into, 0, into.length), into.length);
  }

  private I2C part(int address) {
    return parts.computeIfAbsent(address, key -> part(context, number, key));
  }

  static I2C part(Context context, int number, int address) throws Pi4JException {
    return context.create(
        I2C.newConfigBuilder(context)
            .id("i2c-" + number + "-" + address)
            .bus(number)
            .device(address)
            .build());
  }

  @Override
  public void close() {
    parts.clear();
    context.shutdown();
  }
}
