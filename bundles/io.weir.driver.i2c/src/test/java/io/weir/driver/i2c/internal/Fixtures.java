package io.weir.driver.i2c.internal;

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
import io.weir.testing.WrittenConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Configurations, channels and single reads as tests need them. */
final class Fixtures {
  private static final Pause NONE =
      millis -> {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      };

  private Fixtures() {}

  static I2cDriver i2c(FakeI2cBus bus) {
    return i2c(Map.of(), bus);
  }

  static I2cDriver i2c(Map<String, Object> settings, FakeI2cBus bus) {
    return new I2cDriver(
        WrittenConfig.of(I2cConfig.class, settings),
        settings,
        number -> {
          bus.open = true;
          return bus;
        },
        NONE);
  }

  static SpiDriver spi(SpiBus bus) {
    return new SpiDriver(
        WrittenConfig.of(SpiConfig.class, Map.of()), Map.of(), (number, hertz) -> bus, NONE);
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

  static Map<String, Object> at(int address, String part, Object... more) {
    Map<String, Object> map = new HashMap<>(Map.of("address", address, "part", part));
    for (int i = 0; i < more.length; i += 2) {
      map.put((String) more[i], more[i + 1]);
    }
    return map;
  }

  /** Reads several measures at once; values as people see them, or the quality's text. */
  static List<Object> read(Driver driver, Map<String, Object> device, String... measures)
      throws DriverException {
    List<Block.Entry> entries = new ArrayList<>();
    for (String measure : measures) {
      Map<String, Object> address = new HashMap<>(device);
      address.put("measure", measure);
      entries.add(new Block.Entry(entries.size(), driver.point(channel(address, Access.R))));
    }
    return read(driver, entries);
  }

  static Object read(Driver driver, Point point) throws DriverException {
    return read(driver, List.of(new Block.Entry(0, point))).get(0);
  }

  private static List<Object> read(Driver driver, List<Block.Entry> entries)
      throws DriverException {
    Batch batch = new Batch(entries.size());
    driver.read(
        new Block(
            entries.get(0).point().area(),
            0,
            driver.limits(entries.get(0).point()).maxLength(),
            entries),
        batch);
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      byte quality = batch.quality(row);
      Object value = entries.get(batch.channel(row)).point().rawType().box(batch.bits(row), null);
      values.add(quality == Quality.GOOD && value != null ? value : Quality.text(quality));
    }
    return values;
  }
}
