package io.weir.uplink.mqtt.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.SecretStore;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Sends to an MQTT broker. Confined to the pump's thread. */
@Component(
    service = Transport.class,
    configurationPid = "io.weir.uplink.mqtt",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MqttConfig.class, factory = true)
public final class MqttTransport implements Transport {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(15);

  private final String name;
  private final Settings settings;
  private final GatewayClock clock;
  private volatile @Nullable Session session;

  /**
   * Checks the configuration.
   *
   * @throws ConfigException naming the field that is wrong
   */
  @Activate
  public MqttTransport(
      BundleContext context,
      @Reference GatewayClock clock,
      @Reference SecretStore secrets,
      MqttConfig config,
      Map<String, Object> properties) {
    this(
        name(properties),
        Settings.of(
            config,
            property(context, "weir.gateway.id", "gateway"),
            Path.of(property(context, "weir.etc", "etc")),
            secrets),
        clock);
  }

  MqttTransport(String name, Settings settings, GatewayClock clock) {
    this.name = name;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public void start(Listener listener) {
    Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, new SplittableRandom());
    session = new Session(name, settings, clock, backoff, listener);
  }

  @Override
  public void publish(long ticket, Message message) {
    Session to = session;
    if (to != null) {
      to.publish(ticket, message);
    }
  }

  @Override
  public int window() {
    Session of = session;
    return of == null ? 1 : of.window();
  }

  @Override
  public void stop() {
    Session last = session;
    session = null;
    if (last != null) {
      last.end();
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
