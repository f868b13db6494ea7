package io.weir.testing;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.Point;
import io.weir.api.driver.PushDriver;
import io.weir.api.driver.RejectedException;
import io.weir.api.driver.TimedDriver;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A driver whose devices do what a test says. An address is {@code {"area":"a","start":3}} with an
 * optional {@code length} and {@code type}. Any thread.
 */
public final class FakeDriver implements PushDriver, TimedDriver, ExplorableDriver {
  /** A point that is what its address says. */
  public record FakePoint(String area, int start, int length, ValueType rawType) implements Point {}

  private final Map<String, Long> values = new ConcurrentHashMap<>();
  private final Map<String, Object> objects = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Map<String, RejectedException> rejected = new ConcurrentHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Map<String, BlockLimits> areaLimits = new ConcurrentHashMap<>();
  private volatile BlockLimits limits = new BlockLimits(100, 10);
  private volatile @Nullable String broken;
  private volatile @Nullable RuntimeException bug;
  private volatile Runnable onRead = () -> {};
  private final Queue<long[]> pushed = new ConcurrentLinkedQueue<>();
  private volatile List<Integer> listened = List.of();
  private volatile Runnable wake = () -> {};
  private volatile String lastArea = "";
  private volatile String medium = "";
  private volatile long perRead;
  private volatile long perItem;
  private volatile long perSilence;
  private volatile boolean connected;

  /** Sets the raw bits at an item. */
  public void set(String area, int item, long bits) {
    values.put(area + " " + item, bits);
  }

  /** Sets the text or bytes at an item. */
  public void setObject(String area, int item, Object value) {
    objects.put(area + " " + item, value);
  }

  /** The raw bits at an item, 0 if never set. */
  public long get(String area, int item) {
    return values.getOrDefault(area + " " + item, 0L);
  }

  /** Sets the limits of all areas. */
  public void limits(BlockLimits newLimits) {
    limits = newLimits;
  }

  /** Sets the limits of one area. */
  public void limits(String area, BlockLimits newLimits) {
    areaLimits.put(area, newLimits);
  }

  /** Breaks the connection with this message, or heals it with null. */
  public void breakWith(@Nullable String message) {
    broken = message;
  }

  /** Makes an area, or one item of it ({@code "area 7"}), silent or answer again. */
  public void silence(String place, boolean isSilent) {
    if (isSilent) {
      silent.add(place);
    } else {
      silent.remove(place);
    }
  }

  /** Makes blocks that touch this item be rejected; null takes it back. */
  public void reject(String area, int item, @Nullable RejectedException error) {
    if (error == null) {
      rejected.remove(area + " " + item);
    } else {
      rejected.put(area + " " + item, error);
    }
  }

  /** Makes reads fail with an error that is no driver error, until null. */
  public void failWith(@Nullable RuntimeException error) {
    bug = error;
  }

  /** Runs in each read, for example to let time pass. */
  public void onRead(Runnable action) {
    onRead = action;
  }

  /** Says how long reads take: {@code perRead + length * perItem} microseconds. */
  public void times(String newMedium, long newPerRead, long newPerItem, long newPerSilence) {
    medium = newMedium;
    perRead = newPerRead;
    perItem = newPerItem;
    perSilence = newPerSilence;
  }

  /** The area that was read last. */
  public String lastArea() {
    return lastArea;
  }

  /** Has a device say a value by itself, at a moment in monotonic microseconds. */
  public void push(int channel, long time, long bits) {
    pushed.add(new long[] {channel, time, bits});
    wake.run();
  }

  /** The channels that are listened to. */
  public List<Integer> listened() {
    return listened;
  }

  /** What was called since the last time this was asked: {@code connect}, {@code read a 3+2}... */
  public List<String> calls() {
    synchronized (calls) {
      List<String> copy = List.copyOf(calls);
      calls.clear();
      return copy;
    }
  }

  @Override
  public Point point(Channel channel) {
    Map<String, Object> address = channel.address();
    if (!(address.get("area") instanceof String area)) {
      throw new ConfigException("address/area", address.get("area"), "name an area");
    }
    if (!(address.get("start") instanceof Number start) || start.intValue() < 0) {
      throw new ConfigException("address/start", address.get("start"), "use 0 or more");
    }
    int length = address.get("length") instanceof Number number ? number.intValue() : 1;
    Object type = address.getOrDefault("type", "integer");
    return new FakePoint(
        area,
        start.intValue(),
        length,
        ValueType.valueOf(type.toString().toUpperCase(Locale.ROOT)));
  }

  @Override
  public BlockLimits limits(Point point) {
    return areaLimits.getOrDefault(point.area(), limits);
  }

  @Override
  public void connect() throws ConnectionException {
    if (!connected) {
      note("connect");
      checkConnection();
      connected = true;
    }
  }

  @Override
  public String medium() {
    return medium;
  }

  @Override
  public long answeredMicros(Block block) {
    return perRead + block.length() * perItem;
  }

  @Override
  public long silentMicros(Block block) {
    return perSilence;
  }

  /** The query {@code {"areas":n}} searches areas {@code unit 1} to {@code unit n}. */
  @Override
  public List<Map<String, Object>> candidates(Map<String, Object> query) {
    if (!(query.get("areas") instanceof Number areas)) {
      throw new ConfigException("areas", query.get("areas"), "say how many");
    }
    List<Map<String, Object>> candidates = new ArrayList<>();
    for (int i = 1; i <= areas.intValue(); i++) {
      candidates.add(Map.of("area", "unit " + i));
    }
    return candidates;
  }

  @Override
  public @Nullable Finding probe(Map<String, Object> candidate) throws ConnectionException {
    String area = String.valueOf(candidate.get("area"));
    onRead.run();
    try {
      check(area, 0, 1);
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      return null;
    }
    return new Finding(candidate, area, Map.of());
  }

  @Override
  public Reading inspect(Map<String, Object> address) throws DriverException {
    String area = String.valueOf(address.get("area"));
    int start = ((Number) address.getOrDefault("start", 0)).intValue();
    check(area, start, 1);
    String value = String.valueOf(get(area, start));
    return new Reading(
        List.of(value), List.of(new Interpretation(Map.of("type", "integer"), value)));
  }

  @Override
  public void listen(List<Block.Entry> entries, Runnable newWake) {
    listened = entries.stream().map(Block.Entry::channel).toList();
    wake = newWake;
  }

  @Override
  public boolean take(Batch into) {
    for (long[] row = pushed.poll(); row != null; row = pushed.poll()) {
      into.add((int) row[0], row[1], row[2], Quality.GOOD);
    }
    return false;
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    lastArea = block.area();
    note("read " + block.area() + " " + block.start() + "+" + block.length());
    onRead.run();
    check(block.area(), block.start(), block.length());
    for (Block.Entry entry : block.entries()) {
      String place = block.area() + " " + entry.point().start();
      if (entry.point().rawType().isNumeric()) {
        into.add(entry.channel(), 0, values.getOrDefault(place, 0L), Quality.GOOD);
      } else {
        into.addObject(entry.channel(), 0, objects.get(place), Quality.GOOD);
      }
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    note("write " + point.area() + " " + point.start() + "=" + (object == null ? bits : object));
    check(point.area(), point.start(), point.length());
    if (object == null) {
      set(point.area(), point.start(), bits);
    } else {
      setObject(point.area(), point.start(), object);
    }
  }

  @Override
  public void disconnect() {
    if (connected) {
      note("disconnect");
      connected = false;
    }
  }

  private void check(String area, int start, int length) throws DriverException {
    if (!connected) {
      throw new ConnectionException("not connected", null);
    }
    checkConnection();
    RuntimeException fault = bug;
    if (fault != null) {
      throw fault;
    }
    for (int item = start; item < start + length; item++) {
      if (silent.contains(area) || silent.contains(area + " " + item)) {
        throw new NoResponseException("no answer within 1000 ms", null);
      }
      RejectedException error = rejected.get(area + " " + item);
      if (error != null) {
        throw error;
      }
    }
  }

  private void checkConnection() throws ConnectionException {
    String message = broken;
    if (message != null) {
      throw new ConnectionException(message, null);
    }
  }

  private void note(String call) {
    synchronized (calls) {
      calls.add(call);
    }
  }
}
