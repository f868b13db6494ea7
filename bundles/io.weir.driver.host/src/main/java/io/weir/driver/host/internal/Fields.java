package io.weir.driver.host.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Quality;

/** A file of lines {@code Name: 123 kB}: {@code /proc/meminfo}, {@code /proc/self/status}. */
final class Fields {
  private static final int KILO = 1024;

  private final String file;
  private final String[] lines;

  Fields(Tree tree, String file) throws DriverException {
    this.file = file;
    lines = tree.text(file).split("\n");
  }

  /** Memory, as channels show it. */
  static Source memory(Tree tree) {
    return selector -> {
      Fields info = new Fields(tree, "/proc/meminfo");
      return (measure, channel) ->
          switch (measure) {
            case MEMORY_TOTAL -> info.bytes("MemTotal");
            case MEMORY_AVAILABLE -> info.bytes("MemAvailable");
            case MEMORY_USED -> info.bytes("MemTotal") - info.bytes("MemAvailable");
            case SWAP_TOTAL -> info.bytes("SwapTotal");
            case SWAP_USED -> info.bytes("SwapTotal") - info.bytes("SwapFree");
            default -> throw new IllegalArgumentException(measure + " is not of the memory");
          };
    };
  }

  /** The gateway's own process. */
  static Source process(Tree tree) {
    return selector -> {
      Fields status = new Fields(tree, "/proc/self/status");
      return (measure, channel) ->
          switch (measure) {
            case PROCESS_MEMORY -> status.bytes("VmRSS");
            case PROCESS_THREADS -> Tree.integer(status.file, status.value("Threads"));
            default -> throw new IllegalArgumentException(measure + " is not of the process");
          };
    };
  }

  private long bytes(String name) throws RejectedException, NoValueException {
    String value = value(name);
    if (!value.endsWith(" kB")) {
      throw new NoValueException(
          Quality.Reason.DEVICE, file + ": " + name + " is '" + value + "', not in kB");
    }
    return KILO * Tree.integer(file, value.substring(0, value.length() - " kB".length()).strip());
  }

  private String value(String name) throws RejectedException {
    for (String line : lines) {
      if (line.startsWith(name + ":")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    throw Tree.missing("this machine has no '" + name + "' in " + file);
  }
}
