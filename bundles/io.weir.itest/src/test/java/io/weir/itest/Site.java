package io.weir.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** One boiler, one gateway, one cloud. */
final class Site implements AutoCloseable {
  private static final String BOILER =
      """
      { "id": "boiler", "name": "Boiler 1", "connection": "plant", "period": "%s",
        "address": { "unit": 1 },
        "channels": [
          { "id": "count", "name": "Reads",
            "address": { "table": "input", "register": 0, "type": "uint32" } },
          { "id": "flow-temp", "name": "Flow temperature", "unit": "Cel", "scale": 0.1,
            "address": { "table": "input", "register": 2, "type": "int16" } },
          { "id": "bypass-valve", "name": "Bypass valve", "access": "rw",
            "address": { "table": "coil", "register": 0 } },
          { "id": "setpoint", "name": "Setpoint", "unit": "Cel", "access": "rw",
            "address": { "table": "holding", "register": 10, "type": "uint16" },
            "write": { "min": 20, "max": 90 } } ] }
      """;

  final Path directory;
  final Slave slave;
  final Mosquitto mosquitto;
  final Cloud cloud;
  final GatewayProcess gateway;

  Site(String name, String period) throws IOException {
    directory = fresh(name);
    slave = new Slave(directory);
    mosquitto = new Mosquitto(directory);
    cloud = new Cloud(directory, mosquitto.port());
    gateway = new GatewayProcess(directory);
    gateway.write(
        "io.weir.driver.modbus~plant.cfg.json",
        "{\"transport\":\"tcp\",\"host\":\"127.0.0.1\",\"port\":%d}".formatted(slave.port()));
    gateway.write(
        "io.weir.uplink.mqtt~cloud.cfg.json",
        """
        { "url": "mqtt://127.0.0.1:%d", "codec": "json", "batch.age.ms": 200 }
        """
            .formatted(mosquitto.port()));
    gateway.write("devices/boiler.json", BOILER.formatted(period));
  }

  /** The directory of a test, empty. */
  static Path fresh(String name) throws IOException {
    Path directory = Path.of("target/itest").resolve(name).toAbsolutePath();
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(directory);
  }

  @Override
  public void close() {
    gateway.close();
    cloud.close();
    mosquitto.close();
    slave.close();
  }
}
