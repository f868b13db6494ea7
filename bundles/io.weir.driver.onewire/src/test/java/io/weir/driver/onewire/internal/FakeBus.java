package io.weir.driver.onewire.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.Point;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.GatewayClock;
import io.weir.testing.FakeClock;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The files the kernel shows of a bus, as far as the driver uses them. */
final class FakeBus {
  /** As often published of a DS18B20 at 23.125 degrees. */
  static final String AT_23_125 =
      "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=23125\n";

  /** The same chip after power-on. */
  static final String POWER_ON =
      "50 05 4b 46 7f ff 0c 10 1c : crc=1c YES\n50 05 4b 46 7f ff 0c 10 1c t=85000\n";

  static final String B20 = "28-0316a2794cff";
  static final String S20 = "10-000801d50c1b";

  final Path root;

  FakeBus(Path root) {
    this.root = root;
    file("therm_bulk_read", "0\n");
    sensor(B20, AT_23_125);
    file(B20 + "/resolution", "12\n");
    file(B20 + "/alarms", "-10 75\n");
    file(B20 + "/ext_power", "1\n");
    sensor(S20, line("37 00 4b 46 ff ff 07 10"));
    file(S20 + "/alarms", "-10 75\n");
    file(S20 + "/ext_power", "0\n");
    file("w1_master_slaves", B20 + "\n" + S20 + "\n");
  }

  /** A reading of these eight bytes, its checksum right. */
  static String line(String bytes) {
    int crc = 0;
    for (String word : bytes.split(" ")) {
      for (int value = Integer.parseInt(word, 16), bit = 0; bit < 8; bit++, value >>= 1) {
        int feedback = (crc ^ value) & 1;
        crc = (crc >> 1) ^ (feedback * 0x8C);
      }
    }
    return String.format("%s %02x : crc=%02x YES\n%s %02x t=0\n", bytes, crc, crc, bytes, crc);
  }

  void sensor(String sensor, String reading) {
    file(sensor + "/w1_slave", reading);
  }

  void file(String path, String text) {
    try {
      Path file = path(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String path) {
    try {
      return Files.readString(path(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String path) {
    return root.resolve("sys/bus/w1/devices/w1_bus_master1").resolve(path);
  }

  OneWireDriver driver(Map<String, Object> settings) {
    return driver(settings, root, new FakeClock());
  }

  static OneWireDriver driver(Map<String, Object> settings, Path root, GatewayClock clock) {
    OneWireConfig config = WrittenConfig.of(OneWireConfig.class, settings);
    return new OneWireDriver(clock, config, settings, root);
  }

  static Channel channel(Map<String, Object> address, Access access) {
    return new Channel(
        new ChannelInfo(7, "device/channel", ValueType.DOUBLE, ""),
        "Channel",
        access,
        Duration.ofSeconds(1),
        address,
        Conditioning.NONE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  static Point point(Driver driver, String sensor, String measure) {
    return driver.point(channel(Map.of("sensor", sensor, "measure", measure), Access.R));
  }

  /** Reads one measure; the value as people see it, with its quality when it is not good. */
  static Object read(Driver driver, String sensor, String measure) throws DriverException {
    Point point = point(driver, sensor, measure);
    Batch batch = new Batch(1);
    driver.read(
        new Block(point.area(), point.start(), 1, List.of(new Block.Entry(7, point))), batch);
    byte quality = batch.quality(0);
    Object value = point.rawType().box(batch.bits(0), null);
    if (quality == Quality.GOOD) {
      return value == null ? "null" : value;
    }
    return Quality.isBad(quality) ? Quality.text(quality) : value + " " + Quality.text(quality);
  }
}
