package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.DriverSettings;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.Point;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.Quality.Reason;
import io.weir.api.mqtt.MqttHub;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import io.weir.driver.mqtt.internal.link.Incoming;
import io.weir.driver.mqtt.internal.link.Link;
import io.weir.driver.mqtt.internal.link.Losses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The devices of one zigbee2mqtt. Confined to the bus thread but for {@link #point}, {@link
 * #limits} and {@link #announced}.
 */
@Component(
    name = "io.weir.driver.zigbee",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=zigbee")
@Designate(ocd = ZigbeeConfig.class, factory = true)
public final class ZigbeeDriver implements AnnouncingDriver {
  private static final int TAKE = 256;
  private static final int NO_SUCH = 1;

  private final ZigbeeSettings settings;
  private final GatewayClock clock;
  private final ZigbeeStatus status;
  private final BridgeState bridge;
  private final Rows rows;
  private final Network network;
  private final Messages messages;
  private final Requests requests;
  private final Writer writer;
  private volatile Runnable wake = () -> {};
  private volatile Runnable announce = () -> {};
  private volatile @Nullable List<Announced> announced;
  private @Nullable Session session;
  private boolean isResubscribeDue;

  /** Checks the configuration. */
  @Activate
  public ZigbeeDriver(
      BundleContext context,
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference SecretStore secrets,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable MqttHub hub,
      ZigbeeConfig config,
      Map<String, Object> properties) {
    this(
        clock,
        board,
        ZigbeeSettings.of(
            checked(config, properties),
            String.valueOf(properties.get("service.pid")),
            property(context, "weir.gateway.id", "gateway"),
            Path.of(property(context, "weir.etc", "etc")),
            secrets,
            hub));
  }

  ZigbeeDriver(GatewayClock clock, StatusBoard board, ZigbeeSettings settings) {
    this.clock = clock;
    this.settings = settings;
    status = new ZigbeeStatus(board.part("zigbee/" + settings.connection()));
    bridge = new BridgeState(clock);
    rows = new Rows(status.dropped());
    network = new Network(rows, bridge, status);
    messages = new Messages(settings.base(), network, bridge, rows, status);
    requests = new Requests(network, messages, settings.timeoutMillis());
    writer = new Writer(network, messages, requests, settings.timeoutMillis());
  }

  private static ZigbeeConfig checked(ZigbeeConfig config, Map<String, Object> settings) {
    DriverSettings.check(settings, ZigbeeConfig.class);
    return config;
  }

  private static String property(BundleContext context, String name, String absent) {
    String value = context.getProperty(name);
    return value == null ? absent : value;
  }

  @Override
  public Point point(Channel channel) {
    return Addresses.parse(channel);
  }

  /** A device's properties stand at one place, and are read together. */
  @Override
  public BlockLimits limits(Point point) {
    return BlockLimits.SINGLE;
  }

  @Override
  public void onAnnounce(Runnable changed) {
    announce = changed;
  }

  @Override
  public @Nullable List<Announced> announced() {
    return announced;
  }

  @Override
  public void connect() throws ConnectionException {
    if (session != null) {
      return;
    }
    Link link = settings.opener().open(clock, () -> wake.run(), status.dropped());
    session =
        Session.begin(link, settings.base(), messages, bridge, settings.limits().connectMillis());
    isResubscribeDue = false;
    tell();
  }

  @Override
  public void listen(List<Block.Entry> entries, Runnable wake) throws ConnectionException {
    session().check();
    this.wake = wake;
    rows.want(entries);
    long now = clock.micros();
    entries.forEach(entry -> network.giveKnown(entry, now));
    wake.run();
  }

  @Override
  public boolean take(Batch into) throws ConnectionException {
    Session open = session();
    boolean isMore = true;
    try {
      for (int i = 0; i < TAKE && isMore; i++) {
        Incoming message = open.poll();
        if (message == null) {
          isMore = false;
        } else {
          messages.handle(message);
        }
      }
      if (!isMore) {
        makeGood(open);
      }
    } catch (ConnectionException e) {
      network.allBad(clock.micros());
      throw e;
    } finally {
      drain(into);
      tell();
    }
    return isMore;
  }

  /** Has the broker send again what it keeps, if some of that was dropped. */
  private void makeGood(Session open) throws ConnectionException {
    Losses losses = open.link().takeLosses();
    if (!losses.isEmpty()) {
      network.dropped(losses, settings.base());
      isResubscribeDue = true;
    } else if (isResubscribeDue) {
      isResubscribeDue = false;
      open.subscribeAll();
    }
  }

  private void drain(Batch into) {
    for (Block.Entry entry : rows.drainTo(into, clock.micros())) {
      network.giveKnown(entry, clock.micros());
    }
    rows.drainTo(into, clock.micros());
  }

  /** Says what has changed. */
  private void tell() {
    status.report();
    if (messages.isListed() && network.takeChange()) {
      List<Announced> all = new ArrayList<>();
      Presence ofBridge = Boolean.TRUE.equals(bridge.online()) ? Presence.ONLINE : Presence.OFFLINE;
      all.add(Announcements.ofBridge(bridge.metadata(), ofBridge));
      for (ZigbeeDevice device : network.devices()) {
        all.add(Announcements.of(device, network.state(device.ieee()).presence()));
      }
      announced = List.copyOf(all);
      announce.run();
    }
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    Session open = session();
    open.check();
    ZigbeeDevice device = network.device(block.area());
    if (device == null && !block.area().equals(ZigbeePoint.BRIDGE)) {
      throw new RejectedException("zigbee2mqtt knows no device " + block.area(), NO_SUCH, true);
    }
    if (device != null) {
      askForWhatIsMissing(open, device, block);
    }
    for (Block.Entry entry : block.entries()) {
      ZigbeePoint point = (ZigbeePoint) entry.point();
      Value value = network.known(point);
      if (value != null && value.equals(Value.bad(Reason.CONFIG))) {
        throw new RejectedException(
            (device == null ? "zigbee2mqtt" : device.name()) + " has no " + point.property(),
            NO_SUCH,
            true);
      }
      Value shown = value == null ? Value.bad(Reason.COMM) : value;
      int row = into.addObject(entry.channel(), 0, shown.object(), shown.quality());
      into.set(row, shown.bits(), shown.quality());
    }
  }

  private void askForWhatIsMissing(Session open, ZigbeeDevice device, Block block)
      throws DriverException {
    DeviceState state = network.state(device.ieee());
    if (state.presence() == Presence.OFFLINE) {
      throw new NoResponseException("zigbee2mqtt says that " + device.name() + " is offline", null);
    }
    List<String> missing = new ArrayList<>();
    boolean isAnyKnown = false;
    for (Block.Entry entry : block.entries()) {
      List<String> path = ((ZigbeePoint) entry.point()).path();
      Feature feature = device.feature(path);
      JsonNode node = state.node(path);
      boolean isFresh = node != null && state.isFresh(path.get(0));
      isAnyKnown |= isFresh || ZigbeeDevice.OF_BRIDGE.contains(path);
      if (!isFresh
          && feature != null
          && feature.has(Feature.GETTABLE)
          && !missing.contains(path.get(0))) {
        missing.add(path.get(0));
      }
    }
    if (!missing.isEmpty() && !writer.ask(open, device, missing) && !isAnyKnown) {
      throw new NoResponseException(device.name() + " did not tell " + missing, null);
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    Session open = session();
    open.check();
    ZigbeePoint to = (ZigbeePoint) point;
    BridgeProperty property = to.isOfBridge() ? BridgeProperty.of(to.path()) : null;
    try {
      if (property != null) {
        requests.write(open, property, bits, object);
      } else {
        writer.write(open, to, bits, object);
      }
    } finally {
      wake.run(); // What came meanwhile waits to be taken.
    }
  }

  @Override
  public void disconnect() {
    Session open = session;
    session = null;
    if (open != null) {
      open.close();
      network.lost();
      bridge.forget();
      rows.want(List.of());
      tell();
    }
  }

  /** Ends; the bus has ended before. */
  @Deactivate
  void deactivate() {
    disconnect();
    status.close();
  }

  private Session session() throws ConnectionException {
    Session open = session;
    if (open == null) {
      throw new ConnectionException("not connected", null);
    }
    return open;
  }
}
