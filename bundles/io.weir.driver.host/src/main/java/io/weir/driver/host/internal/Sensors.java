package io.weir.driver.host.internal;

import io.weir.api.driver.DriverException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sensors the kernel knows: {@code /sys/class/hwmon/hwmon0/name} and {@code in1_input} (Linux,
 * Documentation/hwmon/sysfs-interface.rst).
 */
final class Sensors implements Source {
  private static final String CHIPS = "/sys/class/hwmon";

  private final Tree tree;

  Sensors(Tree tree) {
    this.tree = tree;
  }

  @Override
  public Sheet open(String selector) throws DriverException {
    int slash = selector.indexOf('/');
    String folder = CHIPS + "/" + chip(selector.substring(0, slash));
    String input = selector.substring(slash + 1);
    return (measure, channel) -> {
      if (measure == Measure.SENSOR_ALARM) {
        return tree.integer(folder + "/" + input + "_alarm") == 0 ? 0 : 1;
      }
      return Double.doubleToRawLongBits(
          tree.integer(folder + "/" + input + "_input") / divisor(input));
    };
  }

  /** What the kernel multiplies volts, amperes, degrees, per cent, watts and joules with. */
  private static double divisor(String input) {
    return switch (input.replaceAll("[0-9].*", "")) {
      case "in", "curr", "temp", "humidity" -> 1_000;
      case "power", "energy" -> 1_000_000;
      default -> 1; // Fans in revolutions a minute.
    };
  }

  private String chip(String wanted) throws DriverException {
    List<String> seen = new ArrayList<>();
    for (String name : tree.names(CHIPS)) {
      String chip = tree.text(CHIPS + "/" + name + "/name");
      if (chip.equals(wanted)) {
        return name;
      }
      seen.add(chip);
    }
    throw Tree.missing(
        "this machine has no sensor chip '"
            + wanted
            + "'"
            + (seen.isEmpty() ? ", nor any other" : "; its chips are " + String.join(", ", seen)));
  }
}
