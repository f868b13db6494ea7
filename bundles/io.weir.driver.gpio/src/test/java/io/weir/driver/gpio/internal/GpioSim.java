package io.weir.driver.gpio.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A chip that the kernel simulates, through {@code gpio-sim}; its levels are moved from outside.
 */
final class GpioSim implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/kernel/config/gpio-sim");

  private final Path device;
  private final Path chip;
  private final Path lines;

  /** A new chip, or a test that is skipped with the reason. */
  GpioSim(String name, String label, int count) throws IOException {
    Assumptions.assumeTrue(
        Files.isWritable(ROOT),
        "this kernel simulates no GPIO chips here: "
            + ROOT
            + " is missing or not ours (CONFIG_GPIO_SIM, configfs, root)");
    device = ROOT.resolve(name);
    chip = device.resolve("bank0");
    Files.createDirectory(device);
    Files.createDirectory(chip);
    Files.writeString(chip.resolve("num_lines"), String.valueOf(count));
    Files.writeString(chip.resolve("label"), label);
    Files.writeString(device.resolve("live"), "1");
    lines =
        Path.of("/sys/devices/platform")
            .resolve(Files.readString(device.resolve("dev_name")).strip())
            .resolve(name());
  }

  /** {@code gpiochip0}. */
  String name() throws IOException {
    return Files.readString(chip.resolve("chip_name")).strip();
  }

  /** Applies a level from outside. */
  void pull(int line, boolean high) throws IOException {
    Files.writeString(lines.resolve("sim_gpio" + line + "/pull"), high ? "pull-up" : "pull-down");
  }

  /** The level of a line as it stands at its pin. */
  boolean isHigh(int line) throws IOException {
    return Files.readString(lines.resolve("sim_gpio" + line + "/value")).strip().equals("1");
  }

  /** Takes the chip away. */
  void unplug() throws IOException {
    Files.writeString(device.resolve("live"), "0");
  }

  @Override
  public void close() throws IOException {
    if (Files.readString(device.resolve("live")).strip().equals("1")) {
      unplug();
    }
    Files.delete(chip);
    Files.delete(device);
  }
}
