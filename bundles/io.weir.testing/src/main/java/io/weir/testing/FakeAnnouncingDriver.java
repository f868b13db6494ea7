package io.weir.testing;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.Point;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.Quality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A driver whose devices announce themselves when a test says so; in all else a {@link FakeDriver}.
 * Any thread.
 */
public final class FakeAnnouncingDriver implements AnnouncingDriver {
  private final FakeDriver driver = new FakeDriver();
  private final Map<Map<String, Object>, Announced> announced = new LinkedHashMap<>();
  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  private volatile Runnable changed = () -> {};
  private volatile Runnable wake = () -> {};
  private volatile boolean isWired;
  private volatile boolean listsAll = true;
  private boolean isKnown;

  private record Message(int channel, long time, long bits, Batch.Receipt receipt) {}

  /** What it does beside announcing. */
  public FakeDriver base() {
    return driver;
  }

  /** A device {@code {"area": area}} with a channel at item 0 for each of these ids. */
  public static Announced device(String area, String name, String... channels) {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < channels.length; i++) {
      documents.add("{\"id\":\"" + channels[i] + "\",\"address\":{\"start\":" + i + "}}");
    }
    return new Announced(
        Map.of("area", area), name, "Acme X1", Map.of(), documents, Presence.UNKNOWN);
  }

  /** Makes devices known, each in the place of the one with its address. */
  public void announce(Announced... devices) {
    synchronized (announced) {
      isKnown = true;
      for (Announced device : devices) {
        announced.put(device.address(), device);
      }
    }
    changed.run();
  }

  /** Removes the device at this address. */
  public void withdraw(Map<String, Object> address) {
    synchronized (announced) {
      announced.remove(address);
    }
    changed.run();
  }

  /** Says whether a device that is missing from the list is gone. */
  public void listsAll(boolean newListsAll) {
    listsAll = newListsAll;
  }

  /** Has a device say a value by itself that is acknowledged to it. */
  public void push(int channel, long time, long bits, Batch.Receipt receipt) {
    messages.add(new Message(channel, time, bits, receipt));
    wake.run();
  }

  @Override
  public void onAnnounce(Runnable newChanged) {
    changed = newChanged;
    isWired = true;
  }

  @Override
  public @Nullable List<Announced> announced() {
    synchronized (announced) {
      return isKnown ? announced.values().stream().limit(MAX_DEVICES).toList() : null;
    }
  }

  @Override
  public boolean listsAll() {
    return listsAll;
  }

  /** Fails a test when nobody was to be told of announcements yet. */
  @Override
  public void connect() throws ConnectionException {
    if (!isWired) {
      throw new AssertionError("connected before onAnnounce");
    }
    driver.connect();
  }

  @Override
  public Point point(Channel channel) {
    return driver.point(channel);
  }

  @Override
  public BlockLimits limits(Point point) {
    return driver.limits(point);
  }

  @Override
  public void listen(List<Block.Entry> entries, Runnable newWake) {
    wake = newWake;
    driver.listen(entries, newWake);
  }

  @Override
  public boolean take(Batch into) {
    for (Message next = messages.poll(); next != null; next = messages.poll()) {
      into.add(next.channel(), next.time(), next.bits(), Quality.GOOD);
      into.addReceipt(next.receipt());
    }
    return driver.take(into);
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    driver.read(block, into);
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    driver.write(point, bits, object);
  }

  @Override
  public void disconnect() {
    driver.disconnect();
  }
}
