package io.weir.driver.host.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;

/**
 * The flags of the Raspberry Pi's firmware: {@code get_throttled} of its kernel driver
 * (drivers/firmware/raspberrypi.c of the Raspberry Pi kernel), a hexadecimal number whose bits the
 * documentation of {@code vcgencmd get_throttled} names.
 *
 * <p>The kernel asks the firmware every two seconds and has it clear the upper bits as it does
 * (drivers/hwmon/raspberrypi-hwmon.c), so these tell of the time since it asked before.
 */
final class Firmware implements Source {
  private static final String PLATFORM = "/sys/devices/platform";
  private static final String FILE = "get_throttled";
  private static final int OCCURRED = 16;

  private final Tree tree;

  Firmware(Tree tree) {
    this.tree = tree;
  }

  @Override
  public Sheet open(String selector) throws DriverException {
    String file = file();
    String text = tree.text(file);
    return (measure, channel) -> bits(file, text) >> bit(measure) & 1;
  }

  private static long bits(String file, String text) throws NoValueException {
    try {
      return Long.parseLong(text, 16);
    } catch (NumberFormatException e) {
      throw Tree.noNumber(file, text);
    }
  }

  private static int bit(Measure measure) {
    return switch (measure) {
      case UNDER_VOLTAGE -> 0;
      case FREQUENCY_CAPPED -> 1;
      case THROTTLED -> 2;
      case TEMPERATURE_LIMITED -> 3;
      case UNDER_VOLTAGE_OCCURRED -> OCCURRED;
      case FREQUENCY_CAPPED_OCCURRED -> OCCURRED + 1;
      case THROTTLED_OCCURRED -> OCCURRED + 2;
      case TEMPERATURE_LIMITED_OCCURRED -> OCCURRED + 3;
      default -> throw new IllegalArgumentException(measure + " is no flag");
    };
  }

  /** {@code soc/soc:firmware} on most boards; newer device trees put an address in the names. */
  private String file() throws RejectedException {
    for (String soc : tree.names(PLATFORM)) {
      if (soc.startsWith("soc")) {
        for (String child : tree.names(PLATFORM + "/" + soc)) {
          String folder = PLATFORM + "/" + soc + "/" + child;
          if (child.endsWith(":firmware") && tree.names(folder).contains(FILE)) {
            return folder + "/" + FILE;
          }
        }
      }
    }
    throw Tree.missing(
        "this machine has no "
            + PLATFORM
            + "/soc/soc:firmware/"
            + FILE
            + "; a Raspberry Pi whose kernel has none may have the alarm 'rpi_volt/in0_lcrit'");
  }
}
