package io.weir.driver.host.internal;

import io.weir.api.driver.DriverException;

/** All sources of a machine. */
final class Sources {
  private final Tree tree;
  private final Load load;
  private final Source temperature;
  private final Source firmware;
  private final Source sensors;
  private final Source memory;
  private final Source disk;
  private final Source network;
  private final Source process;

  Sources(Tree tree) {
    this.tree = tree;
    load = new Load(tree);
    temperature = new Temperature(tree);
    firmware = new Firmware(tree);
    sensors = new Sensors(tree);
    memory = Fields.memory(tree);
    disk = new Disk(tree);
    network = new Network(tree);
    process = Fields.process(tree);
  }

  void connect() {
    load.connect();
  }

  Source.Sheet open(Group group, String selector) throws DriverException {
    return switch (group) {
      case TEMPERATURE -> temperature.open(selector);
      case LOAD -> load.open(selector);
      case AVERAGES -> words("/proc/loadavg");
      case FREQUENCY -> frequency(selector.isEmpty() ? "0" : selector);
      case FIRMWARE -> firmware.open(selector);
      case SENSOR -> sensors.open(selector);
      case MEMORY -> memory.open(selector);
      case DISK -> disk.open(selector);
      case UPTIME -> words("/proc/uptime");
      case NETWORK -> network.open(selector);
      case PROCESS -> process.open(selector);
    };
  }

  /** One line of numbers. */
  private Source.Sheet words(String file) throws DriverException {
    String[] words = tree.text(file).split("\\s+");
    return (measure, channel) -> {
      int word = measure == Measure.LOAD_15M ? 2 : measure == Measure.LOAD_5M ? 1 : 0;
      return Double.doubleToRawLongBits(Tree.number(file, word < words.length ? words[word] : ""));
    };
  }

  /** The kernel counts in kHz (Linux, Documentation/admin-guide/pm/cpufreq.rst). */
  private Source.Sheet frequency(String core) {
    String folder = "/sys/devices/system/cpu/cpu" + core + "/cpufreq/";
    return (measure, channel) ->
        1_000
            * tree.integer(
                folder
                    + (measure == Measure.CPU_FREQUENCY ? "scaling_cur_freq" : "scaling_max_freq"));
  }
}
