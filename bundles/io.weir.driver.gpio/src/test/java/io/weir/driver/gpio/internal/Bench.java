package io.weir.driver.gpio.internal;

import io.weir.api.driver.Block;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.Point;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A driver with all that is around it, used as {@code core} uses it. */
final class Bench {
  final FakeClock clock = new FakeClock();
  final FakeStatusBoard board = new FakeStatusBoard();
  final FakeChip chip = new FakeChip(54);
  final FakePwm pwm = new FakePwm();
  final FakeHistory history = new FakeHistory();
  final AtomicInteger wakes = new AtomicInteger();
  GpioDriver driver;

  private final List<Block.Entry> entries = new ArrayList<>();

  Bench() {
    driver = start(16);
    driver.setHistory(history);
  }

  GpioDriver start(int queue) {
    driver =
        new GpioDriver(
            clock, board, config("header", 0, queue), "io.weir.driver.gpio~pi", chip, pwm);
    return driver;
  }

  static GpioConfig config(String chip, int pwmChip, int queue) {
    return (GpioConfig)
        Proxy.newProxyInstance(
            GpioConfig.class.getClassLoader(),
            new Class<?>[] {GpioConfig.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "chip" -> chip;
                  case "pwm_chip" -> pwmChip;
                  default -> queue;
                });
  }

  static Channel channel(String id, Access access, Map<String, Object> address) {
    return channel(id, access, address, Conditioning.NONE);
  }

  static Channel channel(
      String id, Access access, Map<String, Object> address, Conditioning conditioning) {
    return new Channel(
        new ChannelInfo(0, "panel/" + id, ValueType.DOUBLE, ""),
        id,
        access,
        Duration.ofSeconds(1),
        address,
        conditioning,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  /** A channel that is configured; listen makes it known. */
  Point add(int number, String id, Access access, Map<String, Object> address) {
    Point point = driver.point(channel(id, access, address));
    entries.add(new Block.Entry(number, point));
    return point;
  }

  Point add(int number, String id, Map<String, Object> address) {
    return add(number, id, Access.R, address);
  }

  void remove(Point point) {
    entries.removeIf(entry -> entry.point().equals(point));
  }

  void listen() throws DriverException {
    driver.connect();
    driver.listen(entries, wakes::incrementAndGet);
  }

  /** Everything that is to be taken, {@code channel@micros=value}. */
  List<String> take() throws DriverException {
    List<String> rows = new ArrayList<>();
    boolean more = true;
    while (more) {
      Batch batch = new Batch(8);
      more = driver.take(batch);
      for (int row = 0; row < batch.size(); row++) {
        rows.add(
            batch.channel(row)
                + "@"
                + batch.time(row)
                + "="
                + (Quality.isBad(batch.quality(row))
                    ? Quality.text(batch.quality(row))
                    : batch.bits(row)));
      }
    }
    return rows;
  }

  /** Reads one point; its value, or its quality when that is bad. */
  Object read(Point point) throws DriverException {
    Batch batch = new Batch(1);
    driver.read(
        new Block(point.area(), point.start(), 1, List.of(new Block.Entry(0, point))), batch);
    Object value = point.rawType().box(batch.bits(0), null);
    return value == null || Quality.isBad(batch.quality(0))
        ? Quality.text(batch.quality(0))
        : value;
  }

  String status() {
    return board.get("gpio/pi").state() + " " + board.get("gpio/pi").message();
  }

  long counter(String name) {
    return board.get("gpio/pi").counters().getOrDefault(name, -1L);
  }
}
