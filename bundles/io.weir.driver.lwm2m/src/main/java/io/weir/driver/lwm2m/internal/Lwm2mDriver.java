package io.weir.driver.lwm2m.internal;

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
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import io.weir.driver.lwm2m.internal.Device.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.server.registration.Registration;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A server that devices of Lightweight M2M register with. Confined to the bus thread but for {@link
 * #point}, {@link #limits} and {@link #announced}.
 */
@Component(
    name = "io.weir.driver.lwm2m",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=lwm2m")
@Designate(ocd = Lwm2mConfig.class, factory = true)
public final class Lwm2mDriver implements AnnouncingDriver {
  private static final BlockLimits ALL = new BlockLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final Lwm2mSettings settings;
  private final Keys keys;
  private final GatewayClock clock;
  private final String name;
  private final Lwm2mStatus status;
  private final Models models = new Models();
  private final Devices devices;
  private final NewsQueue news;
  private final Feed feed;
  private volatile @Nullable Site site;

  /** Checks the configuration. */
  @Activate
  public Lwm2mDriver(
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference SecretStore secrets,
      Lwm2mConfig config,
      Map<String, Object> properties) {
    this(clock, board, config, properties, Keys.of(secrets));
  }

  Lwm2mDriver(
      GatewayClock clock,
      StatusBoard board,
      Lwm2mConfig config,
      Map<String, Object> properties,
      Keys keys) {
    settings = Lwm2mSettings.of(config, properties);
    this.keys = keys;
    this.clock = clock;
    String pid = String.valueOf(properties.get("service.pid"));
    name = pid.substring(pid.indexOf('~') + 1);
    status = new Lwm2mStatus(board.part("lwm2m/" + name));
    devices = new Devices(settings.maxDevices());
    news = new NewsQueue(settings.queue(), status.dropped);
    feed = new Feed(clock, news, status);
    status.part().gauge("devices", devices::registered);
    status.part().gauge("asleep", this::asleep);
    status.part().gauge("writes-waiting", devices::waiting);
  }

  @Override
  public Point point(Channel channel) {
    return Lwm2mAddresses.parse(channel);
  }

  @Override
  public BlockLimits limits(Point point) {
    return ALL;
  }

  @Override
  public void onAnnounce(Runnable changed) {
    devices.onChange(changed);
  }

  @Override
  public @Nullable List<Announced> announced() {
    return devices.announced();
  }

  /** A device that has not registered since the start is not gone. */
  @Override
  public boolean listsAll() {
    return false;
  }

  private long asleep() {
    Site open = site;
    return open == null
        ? 0
        : devices.list().stream()
            .map(Device::registration)
            .filter(registration -> registration != null && open.writer().sleeps(registration))
            .count();
  }

  @Override
  public void connect() throws ConnectionException {
    if (site != null) {
      return;
    }
    site = Site.open(name, settings, settings.loadKeys(keys), models, devices, feed, clock, status);
    status.ok();
  }

  @Override
  public void listen(List<Block.Entry> entries, Runnable wake) throws ConnectionException {
    Site open = connected();
    news.onNews(wake);
    entries.forEach(entry -> models.teach((Lwm2mPoint) entry.point()));
    feed.configure(entries);
    for (Device device : devices.list()) {
      feed.repeat(device);
      open.observer().observe(device);
    }
    wake.run();
  }

  @Override
  public boolean take(Batch into) throws ConnectionException {
    connected();
    news.drain(into);
    return false;
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    Site open = connected();
    List<Block.Entry> asked = new ArrayList<>();
    for (Block.Entry entry : block.entries()) {
      Lwm2mPoint point = (Lwm2mPoint) entry.point();
      Device device = devices.get(point.device());
      Held held = device == null ? null : device.current(point.path());
      if (held == null) {
        asked.add(entry);
      } else {
        Values.add(into, entry.channel(), 0, held.value(), point, Quality.GOOD);
      }
    }
    if (!asked.isEmpty()) {
      ask(open, asked, into);
    }
  }

  private void ask(Site open, List<Block.Entry> asked, Batch into) throws DriverException {
    Lwm2mPoint first = (Lwm2mPoint) asked.get(0).point();
    asked.forEach(entry -> models.teach((Lwm2mPoint) entry.point()));
    boolean isOne =
        asked.stream().allMatch(e -> ((Lwm2mPoint) e.point()).path().equals(first.path()));
    ReadRequest request =
        new ReadRequest(settings.format(), isOne ? first.path() : first.instancePath());
    LwM2mNode node =
        Requests.ask(open.server(), registration(first.device()), request, settings.timeoutMillis())
            .getContent();
    for (Block.Entry entry : asked) {
      Lwm2mPoint point = (Lwm2mPoint) entry.point();
      LwM2mResource resource = resource(node, point);
      if (resource == null) {
        throw new RejectedException(
            "the device has no " + point.path(), ResponseCode.NOT_FOUND_CODE, true);
      }
      Values.add(into, entry.channel(), 0, resource, point, Quality.GOOD);
      if (Quality.isBad(into.quality(into.size() - 1))) {
        status.wrongValues.increment();
      }
    }
  }

  private static @Nullable LwM2mResource resource(@Nullable LwM2mNode node, Lwm2mPoint point) {
    if (node instanceof LwM2mObjectInstance instance) {
      return instance.getResource(point.resource());
    }
    return node instanceof LwM2mResource resource && resource.getId() == point.resource()
        ? resource
        : null;
  }

  private Registration registration(String endpoint) throws NoResponseException {
    Device device = devices.get(endpoint);
    Registration registration = device == null ? null : device.registration();
    if (registration == null) {
      throw new NoResponseException("'" + endpoint + "' is not registered", null);
    }
    return registration;
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    Site open = connected();
    Lwm2mPoint target = (Lwm2mPoint) point;
    models.teach(target);
    Registration registration = registration(target.device());
    open.writer().write(devices.of(target.device()), registration, target, bits, object);
  }

  /** Closes the ports; who was registered registers again with its next update. */
  @Override
  public void disconnect() {
    Site open = site;
    site = null;
    if (open != null) {
      open.close();
      for (Device device : devices.list()) {
        Registration registration = device.registration();
        if (registration != null) {
          device.unregistered(registration);
        }
      }
    }
    news.clear();
  }

  /** Ends; the bus has ended before. */
  @Deactivate
  void deactivate() {
    disconnect();
    status.close();
  }

  private Site connected() throws ConnectionException {
    Site open = site;
    if (open == null) {
      throw new ConnectionException("not connected", null);
    }
    return open;
  }
}
