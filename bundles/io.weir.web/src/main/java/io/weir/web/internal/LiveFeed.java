package io.weir.web.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.AccessControl;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each change once for all pages that listen, four times a second; does nothing while nobody
 * does. {@link #tick} is confined to the thread {@code weir-live}.
 */
final class LiveFeed implements AutoCloseable {
  static final int MOST_CLIENTS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final long PERIOD_MILLIS = 250;
  private static final long SUMMARY_PERIOD = 1_000_000L;
  private static final long HEARTBEAT_PERIOD = 15_000_000L;
  private static final byte[] VALUES = "event: values\ndata: ".getBytes(UTF_8);
  private static final byte[] END = "\n\n".getBytes(UTF_8);
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);
  private static final byte[] DEVICES = "event: devices\ndata: {}\n\n".getBytes(UTF_8);

  private final AccessControl access;
  private final DeviceRegistry registry;
  private final LiveValues live;
  private final GatewayClock clock;
  private final StatusBoard board;
  private final ChangedValues values;
  private final AutoCloseable registryWatch;
  private final List<StreamClient> clients = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "weir-live");
            thread.setDaemon(true);
            return thread;
          });

  private volatile boolean channelsChanged = true;
  private @Nullable ScheduledFuture<?> ticking;
  private long seenRevision = -1;
  private long nextSummary;
  private long nextHeartbeat;
  private byte[] summary = {};

  LiveFeed(
      AccessControl access,
      DeviceRegistry registry,
      LiveValues live,
      GatewayClock clock,
      StatusBoard board) {
    this.access = access;
    this.registry = registry;
    this.live = live;
    this.clock = clock;
    this.board = board;
    this.values = new ChangedValues(live, clock);
    this.registryWatch = registry.onChange(() -> channelsChanged = true);
  }

  boolean hasRoom() {
    return clients.size() < MOST_CLIENTS;
  }

  int size() {
    return clients.size();
  }

  synchronized void add(StreamClient client) {
    clients.add(client);
    if (ticking == null) {
      ticking =
          executor.scheduleWithFixedDelay(
              this::tickSafely, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void tickSafely() {
    try {
      tick();
    } catch (IOException | RuntimeException e) {
      LOG.error("The live view failed; its pages must connect again", e);
      closeAll();
    }
  }

  /** One round: what has changed to everybody, everything to newcomers. */
  void tick() throws IOException {
    long now = clock.micros();
    sendChanges();
    if (now >= nextSummary) {
      nextSummary = now + SUMMARY_PERIOD;
      sendSummary();
    }
    greetNewcomers();
    if (now >= nextHeartbeat) {
      nextHeartbeat = now + HEARTBEAT_PERIOD;
      sendHeartbeat();
    }
    clients.stream().filter(StreamClient::isOver).forEach(this::remove);
    synchronized (this) {
      if (clients.isEmpty() && ticking != null) {
        ticking.cancel(false);
        ticking = null;
      }
    }
  }

  private void sendChanges() throws IOException {
    if (channelsChanged) {
      channelsChanged = false;
      values.channels(registry);
      seenRevision = -1;
      send(DEVICES);
    }
    long revision = live.revision();
    if (revision != seenRevision) {
      seenRevision = revision;
      byte[] changes = values.changes(VALUES, END);
      if (changes != null) {
        send(changes);
      }
    }
  }

  private void sendSummary() {
    Summary now = Summary.of(board.parts());
    byte[] frame =
        ("event: status\ndata: {\"state\":\""
                + Values.name(now.state())
                + "\",\"problems\":"
                + now.problems().size()
                + "}\n\n")
            .getBytes(UTF_8);
    if (!Arrays.equals(frame, summary)) {
      summary = frame;
      send(frame);
    }
  }

  private void greetNewcomers() throws IOException {
    byte @Nullable [] everything = null;
    for (StreamClient client : clients) {
      if (client.wantsEverything()) {
        if (everything == null) {
          everything = values.everything(VALUES, END);
        }
        client.offerEverything(everything);
        client.offer(summary);
      }
    }
  }

  /** Keeps lines open, finds broken ones, and ends those whose session has ended. */
  private void sendHeartbeat() {
    for (StreamClient client : clients) {
      if (access.session(client.token()).isEmpty()) {
        remove(client);
      } else {
        client.offer(HEARTBEAT);
      }
    }
  }

  private void send(byte[] frame) {
    for (StreamClient client : clients) {
      client.offer(frame);
    }
  }

  private void remove(StreamClient client) {
    clients.remove(client);
    client.close();
  }

  private void closeAll() {
    clients.forEach(this::remove);
  }

  @Override
  public void close() {
    executor.shutdownNow();
    closeAll();
    try {
      registryWatch.close();
    } catch (Exception e) {
      throw new IllegalStateException("the registry did not let go of its listener", e);
    }
  }
}
