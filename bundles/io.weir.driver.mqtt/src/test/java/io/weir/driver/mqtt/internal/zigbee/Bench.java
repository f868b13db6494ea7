package io.weir.driver.mqtt.internal.zigbee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
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
import io.weir.testing.FakeSecretStore;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.WrittenConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does with a driver what a bus does: connects, accepts what is announced, listens, takes. All of
 * it on the thread of the test.
 */
final class Bench implements AutoCloseable {
  static final long PATIENCE_SECONDS = 120;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A row that was taken. */
  record Row(int channel, long time, @Nullable Object value, byte quality) {}

  final FakeClock clock = new FakeClock();
  final FakeStatusBoard board = new FakeStatusBoard();
  final AtomicInteger announcements = new AtomicInteger();
  final ZigbeeDriver driver;

  /** All rows so far, oldest first. */
  final List<Row> rows = new ArrayList<>();

  /** Whether receipts are kept untold, as while nothing is committed. */
  boolean isHolding;

  /** Receipts that have not been told. */
  final List<Batch.Receipt> receipts = new ArrayList<>();

  private final Semaphore wakes = new Semaphore(0);
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Integer, Row> latest = new HashMap<>();

  Bench(int port, Map<String, Object> more) {
    driver = new ZigbeeDriver(clock, board, settings(port, more));
    driver.onAnnounce(announcements::incrementAndGet);
  }

  static ZigbeeSettings settings(int port, Map<String, Object> more) {
    Map<String, Object> given = new HashMap<>(Map.of("port", port, "connect.timeout.ms", 60_000));
    given.putAll(more);
    return settings(given);
  }

  static ZigbeeSettings settings(Map<String, Object> given) {
    return ZigbeeSettings.of(
        config(given),
        "io.weir.driver.zigbee~home",
        "gateway",
        Path.of("/etc/weir"),
        new FakeSecretStore(),
        null);
  }

  /** A configuration as the framework would make it: what is not given has its default. */
  static ZigbeeConfig config(Map<String, Object> given) {
    return WrittenConfig.of(ZigbeeConfig.class, given);
  }

  Bench connect() throws ConnectionException {
    driver.connect();
    return this;
  }

  List<Announced> announced() {
    List<Announced> all = driver.announced();
    return all == null ? List.of() : all;
  }

  Announced announced(String name) {
    return announced().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody announced " + name));
  }

  /** Takes all devices with all of their channels, and listens. */
  Bench accept() throws ConnectionException {
    channels.clear();
    for (Announced device : announced()) {
      for (String text : device.channels()) {
        Channel channel = channel(device, json(text));
        channels.put(channel.id(), channel);
      }
    }
    return listen();
  }

  Bench listen() throws ConnectionException {
    List<Block.Entry> entries = new ArrayList<>();
    for (Channel channel : channels.values()) {
      if (channel.access().isReadable()) {
        entries.add(new Block.Entry(channel.number(), driver.point(channel)));
      }
    }
    driver.listen(entries, wakes::release);
    return this;
  }

  private Channel channel(Announced device, JsonNode document) {
    Map<String, Object> address = new HashMap<>(device.address());
    address.putAll(
        MAPPER.convertValue(document.get("address"), new TypeReference<Map<String, Object>>() {}));
    String id = device.name() + "#" + document.get("id").textValue();
    int number = numbers.computeIfAbsent(id, key -> numbers.size());
    ValueType type = ValueType.valueOf(upper(document, "type"));
    Channel channel =
        new Channel(
            new ChannelInfo(number, id, type, document.path("unit").asText()),
            document.get("name").textValue(),
            Access.valueOf(upper(document, "access")),
            null,
            address,
            Conditioning.NONE,
            document.path("write").path("min").asDouble(Double.NEGATIVE_INFINITY),
            document.path("write").path("max").asDouble(Double.POSITIVE_INFINITY));
    assertThat(driver.point(channel).rawType()).as(id).isEqualTo(type);
    return channel;
  }

  private static String upper(JsonNode document, String field) {
    return document.get(field).textValue().toUpperCase(Locale.ROOT);
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  Map<String, Channel> channels() {
    return channels;
  }

  Channel channel(String id) {
    Channel channel = channels.get(id);
    if (channel == null) {
      throw new AssertionError("no channel " + id + " among " + channels.keySet());
    }
    return channel;
  }

  Point point(String id) {
    return driver.point(channel(id));
  }

  /** Takes until something is so. */
  void await(String what, BooleanSupplier isSo) throws ConnectionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    takeAll();
    while (!isSo.getAsBoolean()) {
      try {
        if (System.nanoTime() > end) {
          throw new AssertionError("in vain: " + what + "; status " + board.parts());
        }
        if (wakes.tryAcquire(200, TimeUnit.MILLISECONDS)) {
          wakes.drainPermits();
          takeAll();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Takes until the bus would have to connect again; returns why. */
  String awaitLoss() {
    try {
      await("the loss of the connection", () -> false);
      throw new AssertionError("unreachable");
    } catch (ConnectionException e) {
      driver.disconnect();
      return String.valueOf(e.getMessage());
    }
  }

  /** Connects once that is possible, as a bus does. */
  Bench reconnect() throws InterruptedException, ConnectionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        driver.connect();
        return listen();
      } catch (ConnectionException e) {
        driver.disconnect();
        if (System.nanoTime() > end) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private void takeAll() throws ConnectionException {
    boolean isMore = true;
    while (isMore) {
      Batch batch = new Batch(64);
      try {
        isMore = driver.take(batch);
      } finally {
        collect(batch);
      }
    }
  }

  private void collect(Batch batch) {
    Map<Integer, ValueType> types = new HashMap<>();
    channels.values().forEach(each -> types.put(each.number(), each.info().type()));
    for (int i = 0; i < batch.size(); i++) {
      ValueType type = types.getOrDefault(batch.channel(i), ValueType.DOUBLE);
      byte quality = batch.quality(i);
      Object value = Quality.isBad(quality) ? null : type.box(batch.bits(i), batch.object(i));
      Row row = new Row(batch.channel(i), batch.time(i), value, quality);
      rows.add(row);
      latest.put(row.channel(), row);
    }
    receipts.addAll(batch.takeReceipts());
    if (!isHolding) {
      commit();
    }
  }

  /** Tells all receipts. */
  void commit() {
    receipts.forEach(each -> each.done(true));
    receipts.clear();
  }

  @Nullable Row row(String id) {
    return latest.get(channel(id).number());
  }

  @Nullable Object value(String id) {
    Row row = row(id);
    return row == null ? null : row.value();
  }

  String quality(String id) {
    Row row = row(id);
    return row == null ? "none" : Quality.text(row.quality());
  }

  void write(String id, Object value) throws DriverException {
    Channel channel = channel(id);
    long bits =
        switch (channel.info().type()) {
          case BOOLEAN -> value.equals(true) ? 1 : 0;
          case DOUBLE -> Double.doubleToRawLongBits(((Number) value).doubleValue());
          default -> 0;
        };
    driver.write(driver.point(channel), bits, value instanceof String text ? text : null);
  }

  /** Reads one channel as a poll does. */
  Row read(String id) throws DriverException {
    Channel channel = channel(id);
    Point point = driver.point(channel);
    Batch batch = new Batch(1);
    driver.read(
        new Block(point.area(), 0, 1, List.of(new Block.Entry(channel.number(), point))), batch);
    assertThat(batch.size()).isEqualTo(1);
    byte quality = batch.quality(0);
    return new Row(
        channel.number(),
        batch.time(0),
        Quality.isBad(quality) ? null : point.rawType().box(batch.bits(0), batch.object(0)),
        quality);
  }

  long counter(String name) {
    return board.get("zigbee/home").counters().getOrDefault(name, 0L);
  }

  @Override
  public void close() {
    driver.deactivate();
  }
}
