package io.weir.driver.modbus.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.security.SecretStore;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.WrittenConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Configurations, channels and single reads as tests need them. */
final class Fixtures {
  /** How units are asked by default. */
  static final RequestRules USUAL = new RequestRules(125, 2000, 10, 0, TimeUnit.SECONDS.toNanos(1));

  private Fixtures() {}

  /** A driver of these settings, handed over as Declarative Services does. */
  static ModbusDriver driver(Map<String, Object> settings) {
    return driver(settings, new FakeSecretStore());
  }

  static ModbusDriver driver(Map<String, Object> settings, SecretStore secrets) {
    ModbusConfig config = WrittenConfig.of(ModbusConfig.class, settings);
    return new ModbusDriver(secrets, config, settings);
  }

  static ModbusDriver driver(int port, int timeoutMillis) {
    return driver(Map.of("host", "127.0.0.1", "port", port, "timeout.ms", timeoutMillis));
  }

  static Channel channel(Map<String, Object> address) {
    return channel(address, Access.R);
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

  static ModbusPoint point(Map<String, Object> address) {
    return Addresses.parse(channel(address), USUAL);
  }

  /** A point as this driver understands the address, with how long it waits. */
  static ModbusPoint point(ModbusDriver driver, Map<String, Object> address) {
    return (ModbusPoint) driver.point(channel(address));
  }

  /** A block of one point. */
  static Block block(ModbusPoint point) {
    return new Block(
        point.area(), point.start(), point.length(), List.of(new Block.Entry(7, point)));
  }

  /** Reads one point; the value as people see it, or the quality's text when it is bad. */
  static Object read(Driver driver, ModbusPoint point) throws DriverException {
    Batch batch = new Batch(1);
    driver.read(block(point), batch);
    return value(point, batch, 0);
  }

  static Object value(ModbusPoint point, Batch batch, int row) {
    if (batch.quality(row) != Quality.GOOD) {
      return Quality.text(batch.quality(row));
    }
    Object value = point.rawType().box(batch.bits(row), batch.object(row));
    return value == null ? "null" : value;
  }
}
