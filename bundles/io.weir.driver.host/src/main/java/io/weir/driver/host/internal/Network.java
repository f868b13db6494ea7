package io.weir.driver.host.internal;

import io.weir.api.driver.DriverException;

/**
 * Network interfaces: {@code /sys/class/net/eth0} (Linux, Documentation/ABI/testing/sysfs-class-net
 * and -statistics).
 */
final class Network implements Source {
  private static final String INTERFACES = "/sys/class/net";

  private final Tree tree;

  Network(Tree tree) {
    this.tree = tree;
  }

  @Override
  public Sheet open(String selector) throws DriverException {
    String folder = INTERFACES + "/" + selector;
    if (!tree.isDirectory(folder)) {
      throw Tree.missing(
          "this machine has no network interface '"
              + selector
              + "'; its interfaces are "
              + String.join(", ", tree.names(INTERFACES)));
    }
    return new Sheet() {
      @Override
      public long bits(Measure measure, int channel) throws DriverException, NoValueException {
        return measure == Measure.NETWORK_UP
            ? text(measure).equals("up") ? 1 : 0
            : tree.integer(folder + "/statistics/" + statistic(measure));
      }

      @Override
      public String text(Measure measure) throws DriverException {
        return tree.text(folder + "/operstate");
      }
    };
  }

  private static String statistic(Measure measure) {
    return switch (measure) {
      case NETWORK_RECEIVED -> "rx_bytes";
      case NETWORK_SENT -> "tx_bytes";
      case NETWORK_RECEIVE_ERRORS -> "rx_errors";
      case NETWORK_SEND_ERRORS -> "tx_errors";
      case NETWORK_RECEIVE_DROPPED -> "rx_dropped";
      case NETWORK_SEND_DROPPED -> "tx_dropped";
      default -> throw new IllegalArgumentException(measure + " is no statistic");
    };
  }
}
