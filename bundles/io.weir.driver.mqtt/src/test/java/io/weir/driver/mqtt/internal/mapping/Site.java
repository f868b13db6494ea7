package io.weir.driver.mqtt.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.mqtt.MqttHub;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.FakeStatusBoard;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A driver used as the bus uses it, with the rows that it gave. */
final class Site implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  final FakeClock clock = new FakeClock();
  final FakeStatusBoard board = new FakeStatusBoard();
  final AtomicInteger told = new AtomicInteger();
  final MqttDriver driver;

  /** Rows by channel id, as {@code value quality}. */
  final Map<String, List<String>> rows = new LinkedHashMap<>();

  /** Times of the rows by channel id. */
  final Map<String, List<Long>> times = new LinkedHashMap<>();

  /** Receipts that were not told yet. */
  final List<Batch.Receipt> receipts = new ArrayList<>();

  /** Whether rows are committed at once. */
  boolean commits = true;

  private final List<Channel> channels = new ArrayList<>();
  private final AtomicBoolean woken = new AtomicBoolean(true);

  Site(int port, Map<String, Object> more) {
    this(port, more, null);
  }

  Site(int port, Map<String, Object> more, @Nullable MqttHub hub) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("port", port);
    settings.put("connect_timeout_ms", 30_000);
    settings.putAll(more);
    driver = driver(clock, board, settings, hub);
    driver.onAnnounce(told::incrementAndGet);
  }

  Site(int port) {
    this(port, Map.of());
  }

  static MqttDriver driver(FakeClock clock, FakeStatusBoard board, Map<String, Object> settings) {
    return driver(clock, board, settings, null);
  }

  static MqttDriver driver(
      FakeClock clock, FakeStatusBoard board, Map<String, Object> settings, @Nullable MqttHub hub) {
    return new MqttDriver(
        clock,
        board,
        new FakeSecretStore(),
        hub,
        config(settings),
        Map.of("service.pid", "io.weir.driver.mqtt~site"),
        "gateway",
        Path.of("."));
  }

  static MqttConfig config(Map<String, Object> settings) {
    return (MqttConfig)
        Proxy.newProxyInstance(
            MqttConfig.class.getClassLoader(),
            new Class<?>[] {MqttConfig.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isNotEqualTo("equals");
              return settings.getOrDefault(method.getName(), method.getDefaultValue());
            });
  }

  /** A channel of device {@code device}. */
  Channel add(String id, ValueType type, Access access, Map<String, Object> address) {
    Channel channel =
        new Channel(
            new ChannelInfo(channels.size(), "device/" + id, type, ""),
            id,
            access,
            Duration.ofSeconds(1),
            address,
            Conditioning.NONE,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY);
    channels.add(channel);
    return channel;
  }

  Channel add(String id, Map<String, Object> address) {
    return add(id, ValueType.DOUBLE, Access.R, address);
  }

  /** A channel of a document, under its device's address. */
  Channel add(Map<String, Object> document, Map<String, Object> device) {
    Map<String, Object> address = new LinkedHashMap<>(device);
    ((Map<?, ?>) document.getOrDefault("address", Map.of()))
        .forEach((key, value) -> address.put(String.valueOf(key), value));
    String type = String.valueOf(document.getOrDefault("type", "double"));
    String access = String.valueOf(document.getOrDefault("access", "r"));
    return add(
        String.valueOf(document.get("id")),
        ValueType.valueOf(type.toUpperCase(Locale.ROOT)),
        Access.valueOf(access.toUpperCase(Locale.ROOT)),
        address);
  }

  void forgetChannels() {
    channels.clear();
  }

  /** Connects and listens to all channels. */
  void start() throws ConnectionException {
    driver.connect();
    listen();
  }

  void listen() throws ConnectionException {
    List<Block.Entry> entries = new ArrayList<>();
    for (Channel channel : channels) {
      if (channel.access().isReadable()) {
        entries.add(new Block.Entry(channel.number(), driver.point(channel)));
      }
    }
    driver.listen(entries, () -> woken.set(true));
  }

  /** Takes what there is, once. */
  void work() throws ConnectionException {
    if (!woken.getAndSet(false)) {
      return;
    }
    Batch batch = new Batch(8);
    if (driver.take(batch)) {
      woken.set(true);
    }
    receipts.addAll(batch.takeReceipts());
    for (int row = 0; row < batch.size(); row++) {
      Channel channel = channels.get(batch.channel(row));
      rows.computeIfAbsent(channel.name(), key -> new ArrayList<>()).add(text(channel, batch, row));
      times.computeIfAbsent(channel.name(), key -> new ArrayList<>()).add(batch.time(row));
    }
    if (commits) {
      commit();
    }
  }

  void commit() {
    receipts.forEach(receipt -> receipt.done(true));
    receipts.clear();
  }

  private String text(Channel channel, Batch batch, int row) {
    if (Quality.isBad(batch.quality(row))) {
      return Quality.text(batch.quality(row));
    }
    ValueType raw = driver.point(channel).rawType();
    return raw.box(batch.bits(row), batch.object(row)) + " " + Quality.text(batch.quality(row));
  }

  /** Works until it is so. */
  void await(BooleanSupplier isSo) throws ConnectionException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("in time, but %s; %s", shortened(), status())
          .isLessThan(end);
      work();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private String shortened() {
    String all = rows.toString();
    return all.length() > 1_000 ? all.substring(all.length() - 1_000) : all;
  }

  /** Works until a channel's last row is this. */
  void await(String channel, String row) throws ConnectionException {
    await(() -> row.equals(last(channel)));
  }

  @Nullable String last(String channel) {
    List<String> all = rows.getOrDefault(channel, List.of());
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** Reads one channel, as a poll does. */
  String read(String id) throws DriverException {
    Channel channel = channel(id);
    Batch batch = new Batch(1);
    var point = driver.point(channel);
    driver.read(
        new Block(point.area(), 0, 1, List.of(new Block.Entry(channel.number(), point))), batch);
    assertThat(batch.size()).isEqualTo(1);
    return text(channel, batch, 0);
  }

  void write(String id, Object value) throws DriverException {
    Channel channel = channel(id);
    long bits = 0;
    if (value instanceof Boolean flag) {
      bits = flag ? 1 : 0;
    } else if (value instanceof Long number) {
      bits = number;
    } else if (value instanceof Double number) {
      bits = Double.doubleToRawLongBits(number);
    }
    driver.write(driver.point(channel), bits, value instanceof String ? value : null);
  }

  private Channel channel(String id) {
    return channels.stream().filter(each -> each.name().equals(id)).findFirst().orElseThrow();
  }

  /** State and message of the driver's part of the board. */
  String status() {
    var part = board.get("mqtt/site");
    return part.state() + " " + part.message();
  }

  long count(String counter) {
    return board.get("mqtt/site").counters().getOrDefault(counter, 0L);
  }

  List<Announced> announced() {
    List<Announced> list = driver.announced();
    return list == null ? List.of() : list;
  }

  @Override
  public void close() {
    driver.deactivate();
  }
}
