package io.weir.driver.host.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Thermal zones: {@code /sys/class/thermal/thermal_zone0/type} and {@code temp} in thousandths of a
 * degree Celsius (Linux, Documentation/ABI/testing/sysfs-class-thermal).
 */
final class Temperature implements Source {
  private static final String ZONES = "/sys/class/thermal";

  /** What the processor's zone is called: Raspberry Pi now and earlier, x86. */
  private static final List<String> CPU =
      List.of("cpu-thermal", "cpu_thermal", "bcm2835_thermal", "x86_pkg_temp");

  private final Tree tree;

  Temperature(Tree tree) {
    this.tree = tree;
  }

  @Override
  public Sheet open(String selector) throws DriverException {
    String file = ZONES + "/" + zone(selector) + "/temp";
    String text = tree.text(file);
    return (measure, channel) -> Double.doubleToRawLongBits(Tree.integer(file, text) / 1000.0);
  }

  private String zone(String selector) throws DriverException {
    List<String> wanted = selector.isEmpty() ? CPU : List.of(selector);
    List<String> seen = new ArrayList<>();
    for (String name : tree.names(ZONES)) {
      if (name.startsWith("thermal_zone")) {
        String type = tree.text(ZONES + "/" + name + "/type");
        if (wanted.contains(type) || selector.equals(name)) {
          return name;
        }
        seen.add(type);
      }
    }
    throw missing(selector, seen);
  }

  private static RejectedException missing(String selector, List<String> seen) {
    return Tree.missing(
        "this machine has no thermal zone "
            + (selector.isEmpty() ? "of its processor" : "'" + selector + "'")
            + (seen.isEmpty() ? ", nor any other" : "; its zones are " + String.join(", ", seen)));
  }
}
