package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import io.weir.api.uplink.BatchTransport;
import io.weir.api.uplink.UplinkBatch;
import io.weir.mqtt.Link;
import io.weir.mqtt.LinkSettings;
import io.weir.mqtt.Password;
import io.weir.mqtt.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The gateway as an edge node of Sparkplug B. Confined to the pump's thread. */
@Component(
    service = BatchTransport.class,
    configurationPid = "io.weir.uplink.sparkplug",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SparkplugConfig.class, factory = true)
public final class SparkplugTransport implements BatchTransport {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(15);

  /** What the gateway does for an edge node. */
  record Services(
      DeviceRegistry registry,
      LiveValues live,
      GatewayClock clock,
      CommandRouter router,
      StatusBoard board) {}

  private final String name;
  private final Settings settings;
  private final Services services;
  private final Path file;
  private final @Nullable Password password;
  private final Connection.Times times;
  private @Nullable Run run;

  /** What there is from start to stop. */
  private record Run(Session session, StatusBoard.Part part, AutoCloseable registration) {}

  /**
   * Checks the configuration.
   *
   * @throws ConfigException naming the field that is wrong
   */
  @Activate
  public SparkplugTransport(
      BundleContext context,
      @Reference DeviceRegistry registry,
      @Reference LiveValues live,
      @Reference GatewayClock clock,
      @Reference CommandRouter router,
      @Reference StatusBoard board,
      @Reference SecretStore secrets,
      SparkplugConfig config,
      Map<String, Object> properties) {
    this(
        name(properties),
        Settings.of(
            config,
            property(context, "weir.gateway.id", "gateway"),
            Path.of(property(context, "weir.etc", "etc"))),
        new Services(registry, live, clock, router, board),
        secrets,
        Path.of(property(context, "weir.data", "data")),
        Connection.Times.USUAL);
  }

  SparkplugTransport(
      String name,
      Settings settings,
      Services services,
      SecretStore secrets,
      Path data,
      Connection.Times times) {
    this.name = name;
    this.settings = settings;
    this.services = services;
    this.times = times;
    file = data.resolve("sparkplug").resolve(name + ".json");
    password = settings.password().isEmpty() ? null : Password.of(secrets, settings.password());
  }

  @Override
  public void start(Listener listener) {
    StatusBoard.Part part = services.board().part("sparkplug/" + name);
    part.status(State.STARTING, "comm", "connecting");
    Memory memory = new Memory(file);
    String problem = memory.load();
    if (!problem.isEmpty()) {
      part.status(State.DEGRADED, "disk", problem);
    }
    Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, new SplittableRandom());
    Session session = new Session(name, settings, backoff, listener, part);
    Counters counters = new Counters(part);
    EdgeNode node =
        new EdgeNode(
            settings,
            new EdgeNode.Gateway(services.registry(), services.live(), services.clock()),
            new Presence(services.board()),
            memory,
            counters);
    Commands commands =
        new Commands(
            name,
            services.router(),
            services.clock(),
            counters,
            node::channel,
            channel -> {
              Connection current = session.current();
              if (current != null) {
                current.repeat(channel);
              }
            });
    Connection.Review review = new Connection.Review();
    Connection.Shared shared =
        new Connection.Shared(
            session,
            settings,
            node,
            memory,
            new HostState(),
            commands,
            counters,
            review,
            times,
            this::link);
    AutoCloseable registration = services.registry().onChange(() -> session.reviewed(review));
    run = new Run(session, part, registration);
    session.start(server -> new Connection(shared, server));
  }

  private Link link(int server, Link.Listener listener) throws IOException {
    return Link.of(
        new LinkSettings(
            settings.servers().get(server),
            new Tls(settings.caFile(), "", null),
            settings.version(),
            settings.clientId(),
            settings.username(),
            password,
            settings.keepAlive(),
            settings.inFlight(),
            0),
        listener);
  }

  @Override
  public void publish(long ticket, UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    Run now = run;
    Connection to = now == null ? null : now.session().current();
    if (to != null) {
      to.publish(ticket, batch, channels);
    }
  }

  @Override
  public int window() {
    return settings.inFlight();
  }

  @Override
  public void stop() {
    Run last = run;
    run = null;
    if (last == null) {
      return;
    }
    last.session().end();
    last.part().close();
    try {
      last.registration().close();
    } catch (Exception e) {
      // It has nothing to tell any more but to a session that has ended.
    }
  }

  private static String name(Map<String, Object> properties) {
    String pid = String.valueOf(properties.get("service.pid"));
    return pid.substring(pid.indexOf('~') + 1);
  }

  private static String property(BundleContext context, String name, String absent) {
    String value = context.getProperty(name);
    return value == null ? absent : value;
  }
}
