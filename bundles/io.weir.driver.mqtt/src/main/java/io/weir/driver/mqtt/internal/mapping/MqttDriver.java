package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
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
import io.weir.api.model.ConfigException;
import io.weir.api.model.Quality.Reason;
import io.weir.api.mqtt.MqttHub;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import io.weir.driver.mqtt.internal.link.Limits;
import io.weir.driver.mqtt.internal.link.Link;
import io.weir.driver.mqtt.internal.link.Login;
import io.weir.driver.mqtt.internal.link.Opener;
import io.weir.driver.mqtt.internal.link.Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
 * Devices that publish to one broker, mapped to channels by their addresses or by what they
 * announce. Confined to the bus thread but for {@link #point}, {@link #limits} and {@link
 * #announced}.
 */
@Component(
    name = "io.weir.driver.mqtt",
    service = Driver.class,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = Driver.PROTOCOL + "=mqtt")
@Designate(ocd = MqttConfig.class, factory = true)
public final class MqttDriver implements AnnouncingDriver {
  /** Codes of refusals; the protocol has none of its own for these. */
  static final int NOTHING_THERE = 1;

  static final int NO_SUCH_VALUE = 2;
  static final int NOT_UNDERSTOOD = 3;
  static final int NOT_SUBSCRIBED = 5;

  private static final BlockLimits TOGETHER = new BlockLimits(1, 0);
  private static final int FIRST_MESSAGE_MILLIS = 500;

  private final Opener opener;
  private final Limits limits;
  private final GatewayClock clock;
  private final Watches watches = new Watches();
  private final MappingStatus status;
  private final Feeds feeds;
  private final Announcer announcer;
  private volatile Runnable wake = () -> {};
  private volatile Runnable changed = () -> {};
  private @Nullable Conversation conversation;

  /** Checks the configuration. */
  @Activate
  public MqttDriver(
      BundleContext context,
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference SecretStore secrets,
      @Reference(
              cardinality = ReferenceCardinality.OPTIONAL,
              policyOption = ReferencePolicyOption.GREEDY)
          @Nullable MqttHub hub,
      MqttConfig config,
      Map<String, Object> properties) {
    this(
        clock,
        board,
        secrets,
        hub,
        config,
        properties,
        property(context, "weir.gateway.id", "gateway"),
        Path.of(property(context, "weir.etc", "etc")));
  }

  MqttDriver(
      GatewayClock clock,
      StatusBoard board,
      SecretStore secrets,
      @Nullable MqttHub hub,
      MqttConfig config,
      Map<String, Object> properties,
      String gateway,
      Path folder) {
    DriverSettings.check(properties, MqttConfig.class);
    this.clock = clock;
    String pid = String.valueOf(properties.get("service.pid"));
    String name = pid.substring(pid.indexOf('~') + 1);
    String client = config.client_id().isBlank() ? gateway + "-" + name : config.client_id();
    Server server =
        Server.of(
            config.host(), config.port(), config.tls(), config.ca_file(), config.pin(), folder);
    Login login = Login.of(client, config.username(), config.password(), config.session(), secrets);
    limits =
        Limits.of(
            config.connect_timeout_ms(),
            config.keep_alive_s(),
            config.queue(),
            config.max_message_kb());
    opener = Opener.of(config.link(), server, login, limits, hub);
    announcer = new Announcer(prefix(config.discovery()), watches);
    StatusBoard.Part part = board.part("mqtt/" + name);
    status = new MappingStatus(part);
    feeds = new Feeds(clock, watches, status);
    part.gauge("announced", () -> size(announcer.announced()));
    part.gauge("not-understood", announcer::unsupported);
  }

  private static String property(BundleContext context, String name, String absent) {
    String value = context.getProperty(name);
    return value == null ? absent : value;
  }

  private static String prefix(String prefix) {
    if (prefix.chars().anyMatch(c -> c == '+' || c == '#' || c == 0)
        || prefix.startsWith("/")
        || prefix.endsWith("/")) {
      throw new ConfigException(
          "discovery", prefix, "use a prefix such as 'homeassistant', or nothing");
    }
    return prefix.strip();
  }

  private static int size(@Nullable List<Announced> list) {
    return list == null ? 0 : list.size();
  }

  @Override
  public Point point(Channel channel) {
    return Addresses.parse(channel);
  }

  @Override
  public BlockLimits limits(Point point) {
    return TOGETHER;
  }

  /** Each device's discovery message comes by itself. */
  @Override
  public boolean listsAll() {
    return false;
  }

  @Override
  public void onAnnounce(Runnable told) {
    changed = told;
  }

  @Override
  public @Nullable List<Announced> announced() {
    return announcer.announced();
  }

  @Override
  public void connect() throws ConnectionException {
    if (conversation == null) {
      Link link = opener.open(clock, () -> wake.run(), status.dropped);
      conversation = new Conversation(link, feeds, watches, announcer, status, () -> wake.run());
    }
  }

  @Override
  public void listen(List<Block.Entry> entries, Runnable wakeUp) throws ConnectionException {
    Conversation with = conversation();
    wake = wakeUp;
    Map<MqttPoint, Integer> wanted = new LinkedHashMap<>();
    entries.forEach(entry -> wanted.put((MqttPoint) entry.point(), entry.channel()));
    Set<MqttPoint> before =
        feeds.all().stream()
            .filter(known -> known.channel >= 0 && known.connection == feeds.connection())
            .map(known -> known.point)
            .collect(Collectors.toSet());
    feeds.listen(wanted);
    Set<String> fresh = new HashSet<>();
    for (MqttPoint point : wanted.keySet()) {
      Source source = point.source();
      if (source != null && !before.contains(point)) {
        fresh.add(source.topic());
      }
    }
    status.retain(wanted.keySet().stream().map(MqttPoint::channel).toList(), announcer.prefix());
    try {
      with.subscribe(fresh);
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      throw new ConnectionException(String.valueOf(e.getMessage()), e);
    }
    for (MqttPoint point : wanted.keySet()) {
      explain(with, point);
    }
    status.report();
    tell();
    wakeUp.run();
  }

  private void explain(Conversation with, MqttPoint point) {
    Source source = point.source();
    String refusal = source == null ? null : with.subscriptions().refusal(source.topic());
    if (!point.unsupported().isEmpty()) {
      status.fails(point.channel(), point.unsupported());
    } else if (refusal != null) {
      status.fails(point.channel(), refusal);
    }
  }

  @Override
  public boolean take(Batch into) throws ConnectionException {
    try {
      boolean isMore = conversation().fetch(into);
      tell();
      status.report();
      return isMore;
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      throw new ConnectionException(String.valueOf(e.getMessage()), e);
    }
  }

  private void tell() {
    if (announcer.publish()) {
      changed.run();
    }
  }

  @Override
  public void read(Block block, Batch into) throws DriverException {
    Conversation with = conversation();
    with.keep();
    boolean alone = block.entries().size() == 1;
    for (Block.Entry entry : block.entries()) {
      read(with, (MqttPoint) entry.point(), entry.channel(), alone, into);
    }
  }

  private void read(Conversation with, MqttPoint point, int channel, boolean alone, Batch into)
      throws DriverException {
    if (!point.unsupported().isEmpty()) {
      throw new RejectedException(point.unsupported(), NOT_UNDERSTOOD, true);
    }
    Known known = feeds.known(point);
    Source source = point.source();
    if (source != null && !with.subscriptions().has(source.topic())) {
      first(with, known, source);
    }
    String refusal = source == null ? null : with.subscriptions().refusal(source.topic());
    if (refusal != null) {
      throw new RejectedException(refusal, NOT_SUBSCRIBED, true);
    }
    if (feeds.presence(point) == Presence.OFFLINE) {
      throw new NoResponseException(Watches.why(point), null);
    }
    NoValueException trouble = known.trouble;
    if (trouble != null && trouble.kind() != NoValueException.Kind.RANGE) {
      boolean isMissing = trouble.kind() == NoValueException.Kind.MISSING;
      throw new RejectedException(
          trouble.getMessage() + " in " + point.area(),
          isMissing ? NOTHING_THERE : NO_SUCH_VALUE,
          isMissing || !alone);
    }
    Byte quality = feeds.current(known, clock.micros());
    Value value = known.value;
    if (quality == null || value == null) {
      into.addBad(channel, 0, trouble == null ? Reason.STALE : Reason.RANGE);
    } else if (point.rawType().isNumeric()) {
      into.add(channel, 0, value.bits(), quality);
    } else {
      into.addObject(channel, 0, value.object(), quality);
    }
  }

  /** Somebody asks for a point that nobody listens to: what the broker kept is waited for. */
  private void first(Conversation with, Known known, Source source) throws DriverException {
    with.subscriptions().add(source.topic(), source.qos());
    long end = System.nanoTime() + FIRST_MESSAGE_MILLIS * 1_000_000L;
    while (known.value == null && known.trouble == null && System.nanoTime() < end) {
      with.await((int) Math.max((end - System.nanoTime()) / 1_000_000, 1));
    }
  }

  @Override
  public void write(Point point, long bits, @Nullable Object object) throws DriverException {
    Conversation with = conversation();
    MqttPoint to = (MqttPoint) point;
    Command command = to.command();
    if (command == null) {
      throw new RejectedException(
          to.unsupported().isEmpty() ? "this channel is read only" : to.unsupported(),
          NOT_UNDERSTOOD,
          false);
    }
    with.keep();
    if (feeds.presence(to) == Presence.OFFLINE) {
      throw new NoResponseException(Watches.why(to), null);
    }
    Confirmation confirmation = new Confirmation(with, feeds.known(to));
    confirmation.begin(command);
    byte[] payload = command.payload(to.rawType(), bits, object).getBytes(StandardCharsets.UTF_8);
    with.link()
        .publish(
            command.topic(), payload, command.qos(), command.isRetained(), limits.connectMillis());
    confirmation.await(command, bits, object);
  }

  @Override
  public void disconnect() {
    Conversation last = conversation;
    conversation = null;
    if (last != null) {
      last.close();
    }
  }

  /** Ends; the bus has ended before. */
  @Deactivate
  void deactivate() {
    disconnect();
    status.close();
  }

  private Conversation conversation() throws ConnectionException {
    Conversation with = conversation;
    if (with == null) {
      throw new ConnectionException("not connected", null);
    }
    return with;
  }
}
