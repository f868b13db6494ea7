package io.weir.testing;

import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Point;
import io.weir.api.driver.PushDriver;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Batch.Receipt;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What {@code core} does with a push driver: one thread that calls it, and a journal that commits.
 */
public final class PushBench {
  /** One row, as people see it. */
  public record Row(String channel, Object value, long time) {}

  private final PushDriver driver;
  private final ExecutorService bus = Executors.newSingleThreadExecutor();
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<String, Point> points = new HashMap<>();
  private final List<Block.Entry> entries = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Receipt> held = new ArrayList<>();
  private boolean isHolding;
  private boolean isCommitting = true;

  /** Nothing is connected yet. */
  public PushBench(PushDriver driver) {
    this.driver = driver;
  }

  /**
   * Adds a channel whose values are doubles; in force from the next {@link #start} or {@link
   * #listen}.
   */
  public PushBench channel(String id, Access access, Map<String, Object> address) {
    Point point = driver.point(channel(names.size(), id, access, address));
    entries.add(new Block.Entry(names.size(), point));
    names.put(names.size(), id);
    points.put(id, point);
    return this;
  }

  /** Adds a channel that can be read and written. */
  public PushBench channel(String id, Map<String, Object> address) {
    return channel(id, Access.RW, address);
  }

  /** A channel of doubles, polled each second. */
  public static Channel channel(int number, String id, Access access, Map<String, Object> address) {
    return new Channel(
        new ChannelInfo(number, id, ValueType.DOUBLE, ""),
        id,
        access,
        Duration.ofSeconds(1),
        address,
        Conditioning.NONE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  /** Connects and listens. */
  public PushBench start() throws Exception {
    call(
        () -> {
          driver.connect();
          driver.listen(List.copyOf(entries), () -> bus.execute(this::take));
          return true;
        });
    return this;
  }

  /** Listens to the channels there are now. */
  public void listen() throws Exception {
    call(
        () -> {
          driver.listen(List.copyOf(entries), () -> bus.execute(this::take));
          return true;
        });
  }

  /** From now on the journal does not answer until it is told to go on. */
  public synchronized void hold() {
    isHolding = true;
  }

  /** How many receipts wait for the journal. */
  public synchronized int heldReceipts() {
    return held.size();
  }

  /** The journal answers, also what waits. */
  public void goOn(boolean committed) {
    List<Receipt> told;
    synchronized (this) {
      isHolding = false;
      isCommitting = committed;
      told = List.copyOf(held);
      held.clear();
    }
    told.forEach(receipt -> receipt.done(committed));
  }

  private void take() {
    Batch batch = new Batch(8);
    boolean more;
    try {
      more = driver.take(batch);
    } catch (ConnectionException e) {
      return;
    }
    List<Receipt> told = List.of();
    synchronized (this) {
      for (int row = 0; row < batch.size(); row++) {
        rows.add(row(batch, row));
      }
      if (isHolding) {
        held.addAll(batch.takeReceipts());
      } else {
        told = batch.takeReceipts();
      }
    }
    told.forEach(receipt -> receipt.done(isCommitting));
    if (more) {
      take();
    }
  }

  private Row row(Batch batch, int row) {
    String name = names.getOrDefault(batch.channel(row), "none");
    Object value = point(name).rawType().box(batch.bits(row), batch.object(row));
    boolean isPlain = batch.quality(row) == Quality.GOOD;
    String quality = Quality.text(batch.quality(row));
    if (isPlain && value != null) {
      return new Row(name, value, batch.time(row));
    }
    return new Row(
        name, Quality.isBad(batch.quality(row)) ? quality : value + " " + quality, batch.time(row));
  }

  private Point point(String name) {
    Point point = points.get(name);
    if (point == null) {
      throw new AssertionError("no channel " + name);
    }
    return point;
  }

  /** Every row that was taken, in order. */
  public synchronized List<Row> rows() {
    return List.copyOf(rows);
  }

  /** The values of one channel, in order. */
  public List<Object> values(String channel) {
    return rows().stream().filter(r -> r.channel().equals(channel)).map(Row::value).toList();
  }

  /** Forgets the rows. */
  public synchronized void forget() {
    rows.clear();
  }

  /** What a poll of one channel gives. */
  public Object read(String channel) throws Exception {
    return call(
        () -> {
          Point point = point(channel);
          Batch batch = new Batch(1);
          int number = entries.stream().filter(e -> e.point() == point).findFirst().get().channel();
          driver.read(
              new Block(point.area(), point.start(), 1, List.of(new Block.Entry(number, point))),
              batch);
          return row(batch, 0).value();
        });
  }

  /** Writes a value. */
  public void write(String channel, double value) throws Exception {
    writeBits(channel, Double.doubleToRawLongBits(value));
  }

  /** A raw value in bits. */
  public void writeBits(String channel, long bits) throws Exception {
    call(
        () -> {
          driver.write(point(channel), bits, null);
          return true;
        });
  }

  /** Does something on the bus thread. */
  public <T> T call(Callable<T> work) throws Exception {
    try {
      return bus.submit(work).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits until something holds, with a bound that no machine reaches. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Disconnects; the thread has ended on return. */
  public void close() throws Exception {
    call(
        () -> {
          driver.disconnect();
          return true;
        });
    bus.shutdown();
    if (!bus.awaitTermination(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the bus thread did not end");
    }
  }
}
