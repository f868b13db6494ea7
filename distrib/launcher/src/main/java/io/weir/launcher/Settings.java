package io.weir.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Where things are and in which order bundles start.
 *
 * @param home the installation: {@code bundles/}, {@code conf/}, {@code lib/}
 * @param etc the configuration directory
 * @param data what must outlive a restart
 * @param run scratch space of this run; best on a memory file system
 * @param gatewayId what names this gateway in every uplink
 * @param shell whether the terminal is a shell of the framework; leaving it stops the gateway
 * @param startFirst symbolic names of bundles that start before all others, in this order
 * @param startLast symbolic names, or prefixes ending in {@code *}, that start after all others
 * @param startForShell symbolic names, or such prefixes, that start only where there is a shell
 */
record Settings(
    Path home,
    Path etc,
    Path data,
    Path run,
    String gatewayId,
    boolean shell,
    List<String> startFirst,
    List<String> startLast,
    List<String> startForShell) {

  /** Reads system properties and {@code conf/start.properties} of the installation. */
  static Settings of(Properties system) {
    Path home = directory(system, "weir.home", ".");
    Path data = directory(system, "weir.data", home.resolve("data").toString());
    Properties start = load(home.resolve("conf/start.properties"));
    return new Settings(
        home,
        directory(system, "weir.etc", home.resolve("etc").toString()),
        data,
        directory(system, "weir.run", data.resolve("run").toString()),
        system.getProperty("weir.gateway.id", hostName()),
        Boolean.parseBoolean(system.getProperty("weir.shell")),
        names(start, "first"),
        names(start, "last"),
        names(start, "shell"));
  }

  /** Whether the bundle of this name is started. */
  boolean starts(String bundle) {
    return shell || startForShell.stream().noneMatch(each -> BundleFolder.matches(each, bundle));
  }

  private static Path directory(Properties system, String key, String otherwise) {
    return Path.of(system.getProperty(key, otherwise)).toAbsolutePath().normalize();
  }

  private static Properties load(Path file) {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(file)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + "; the installation is damaged", e);
    }
    return properties;
  }

  private static List<String> names(Properties properties, String key) {
    List<String> names = new ArrayList<>();
    for (String name : properties.getProperty(key, "").split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return List.copyOf(names);
  }

  /** The kernel's word: a look-up of the local host fails or waits where no name service is. */
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "gateway";
    }
  }
}
