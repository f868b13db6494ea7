package io.weir.driver.coap.internal;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import io.weir.driver.coap.internal.Slot.Held;
import io.weir.driver.coap.internal.Slot.Target;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A server for devices that bring their values. Confined to the bus thread but for {@link #point},
 * {@link #limits} and {@link #announced}.
 */
@Component(
    name = "io.weir.driver.coap.server",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=coap-server")
@Designate(ocd = ServerConfig.class, factory = true)
public final class CoapServerDriver implements AnnouncingDriver {
  private static final BlockLimits ALL = new BlockLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
  private static final long MICROS = 1_000_000;
  private static final long HOUR = 3_600;

  /** Messages for each request: its acknowledgements, repetitions and blocks. */
  private static final int MESSAGES = 8;

  /** 4.04 as a number, RFC 7252 section 12.1.2. */
  private static final int NOT_FOUND = 404;

  private final ServerSettings settings;
  private final GatewayClock clock;
  private final String name;
  private final ServerStatus status;
  private final Directory directory;
  private final Inbox inbox;
  private final Shelf shelf;
  private volatile @Nullable Endpoints endpoints;

  /** Checks the configuration. */
  @Activate
  public CoapServerDriver(
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference SecretStore secrets,
      ServerConfig config,
      Map<String, Object> properties) {
    this(clock, board, config, properties, Keys.of(secrets));
  }

  CoapServerDriver(
      GatewayClock clock,
      StatusBoard board,
      ServerConfig config,
      Map<String, Object> properties,
      Keys keys) {
    settings = ServerSettings.of(config, properties, keys);
    this.clock = clock;
    String pid = String.valueOf(properties.get("service.pid"));
    name = pid.substring(pid.indexOf('~') + 1);
    directory = new Directory(settings.maxDevices());
    inbox = new Inbox(settings.queue());
    shelf = new Shelf(held -> clock.toEpoch(clock.boot(), held.micros()) / (double) MICROS);
    status = new ServerStatus(board.part("coap-server/" + name));
    status.part().gauge("devices", directory::size);
    status.part().gauge("waiting-rows", inbox::size);
  }

  @Override
  public Point point(Channel channel) {
    return ServerAddresses.parse(channel);
  }

  @Override
  public BlockLimits limits(Point point) {
    return ALL;
  }

  @Override
  public void onAnnounce(Runnable changed) {
    directory.onChange(changed);
  }

  @Override
  public @Nullable List<Announced> announced() {
    return directory.announced();
  }

  /** A device that has not spoken since the start is not gone. */
  @Override
  public boolean listsAll() {
    return false;
  }

  @Override
  public void connect() throws ConnectionException {
    if (endpoints != null) {
      return;
    }
    int peers = Californium.peers(settings.maxDevices());
    Configuration configuration =
        Californium.configuration(settings.maxPayload(), settings.maxDevices());
    ScheduledThreadPoolExecutor executor = Californium.executor(name);
    Ingest ingest =
        new Ingest(
            shelf,
            directory,
            inbox,
            new RowTimes(clock, settings.maxAgeHours() * HOUR),
            status,
            executor);
    Deliverer deliverer =
        new Deliverer(
            configuration,
            shelf,
            ingest,
            new RateLimit(clock, settings.rate(), settings.burst(), peers),
            this::hasKey,
            status);
    FloodGate gate =
        new FloodGate(
            new RateLimit(
                clock, (double) settings.rate() * MESSAGES, settings.burst() * MESSAGES, peers),
            status);
    endpoints = Endpoints.open(settings, configuration, executor, deliverer, gate, status);
    status.part().ok();
  }

  private boolean hasKey(String device) {
    Endpoints open = endpoints;
    return open != null && open.hasKey(device);
  }

  @Override
  public void listen(List<Block.Entry> entries, Runnable wake) throws ConnectionException {
    connected();
    Set<Integer> channels = entries.stream().map(Block.Entry::channel).collect(Collectors.toSet());
    shelf.configure(entries);
    directory.configured(entries.stream().map(entry -> (ServerPoint) entry.point()).toList());
    inbox.retain(channels);
    inbox.onNews(wake);
    repeatFresh();
    wake.run();
  }

  /** What devices have said of late is said again, with its time. */
  private void repeatFresh() {
    for (Slot slot : shelf.all()) {
      Held held = slot.held();
      if (held == null || !isCurrent(held)) {
        continue;
      }
      Batch row = new Batch(1);
      for (Target target : slot.targets()) {
        add(row, target.channel(), held.micros(), held, target.point());
      }
      inbox.offer(new Inbox.Submission(row, committed -> {}));
    }
  }

  @Override
  public boolean take(Batch into) throws ConnectionException {
    connected();
    return inbox.drain(into);
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    connected();
    for (Block.Entry entry : block.entries()) {
      ServerPoint point = (ServerPoint) entry.point();
      Slot slot = shelf.slot(point.device(), point.resource());
      if (slot == null && !point.isMailbox()) {
        throw new RejectedException(
            "4.04 " + point.device() + " has no " + point.resource(), NOT_FOUND, true);
      }
      Held held = slot == null ? null : slot.held();
      if (held == null) {
        into.addBad(entry.channel(), 0, Reason.COMM);
      } else if (!isCurrent(held)) {
        into.addBad(entry.channel(), 0, Reason.STALE);
      } else {
        add(into, entry.channel(), 0, held, point);
      }
    }
  }

  private boolean isCurrent(Held held) {
    return held.isWritten() || clock.micros() - held.micros() <= settings.freshSeconds() * MICROS;
  }

  private static void add(Batch into, int channel, long micros, Held held, ServerPoint point) {
    try {
      Values.add(into, channel, micros, held.value(), true, point.rawType(), Quality.GOOD);
    } catch (PayloadException e) {
      into.addBad(channel, micros, Reason.DEVICE);
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    connected();
    ServerPoint target = (ServerPoint) point;
    Object value = target.rawType().box(bits, object);
    if (value == null) {
      throw new RejectedException("there is no value to write", NOT_FOUND, false);
    }
    Slot slot = shelf.slotFor(target);
    Held held = new Held(value, clock.micros(), true);
    if (target.isMailbox()) {
      slot.hold(held);
      return;
    }
    if (!slot.isObserved()) {
      throw new NoResponseException(
          "the device '"
              + target.device()
              + "' does not observe /"
              + target.device()
              + "/"
              + target.resource()
              + "; for one that fetches set its delivery to 'mailbox'",
          null);
    }
    await(slot.holdConfirmed(held), slot);
  }

  private void await(CompletableFuture<@Nullable Void> confirmed, Slot slot)
      throws DriverException {
    try {
      confirmed.get(settings.writeTimeoutMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new NoResponseException(slot.link() + " was not acknowledged in time", e);
    } catch (ExecutionException e) {
      throw new NoResponseException(slot.link() + " was not acknowledged: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      disconnect();
      InterruptedIOException cause = new InterruptedIOException("interrupted while writing");
      cause.initCause(e);
      throw new ConnectionException("interrupted", cause);
    }
  }

  @Override
  public void disconnect() {
    Endpoints open = endpoints;
    endpoints = null;
    inbox.retain(Set.of());
    if (open != null) {
      open.close();
    }
  }

  /** Ends; the bus has ended before. */
  @Deactivate
  void deactivate() {
    disconnect();
    status.close();
  }

  /** The resource of a device that is in force, for tests. */
  @Nullable Slot slot(String device, String resource) {
    return shelf.slot(device, resource);
  }

  private void connected() throws ConnectionException {
    if (endpoints == null) {
      throw new ConnectionException("not connected", null);
    }
  }
}
