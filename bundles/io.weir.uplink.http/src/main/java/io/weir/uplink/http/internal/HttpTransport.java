package io.weir.uplink.http.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.security.SecretStore;
import io.weir.api.uplink.DestinationThread;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Posts each message to a web service. Confined to the pump's thread. */
@Component(
    service = Transport.class,
    configurationPid = "io.weir.uplink.http",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpConfig.class, factory = true)
public final class HttpTransport implements Transport {
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  private final Requests requests;
  private final DestinationThread<Message> thread;

  /**
   * Checks the configuration.
   *
   * @throws ConfigException naming the field that is wrong
   */
  @Activate
  public HttpTransport(
      BundleContext context,
      @Reference GatewayClock clock,
      @Reference SecretStore secrets,
      HttpConfig config,
      Map<String, Object> properties) {
    this(
        name(properties),
        Settings.of(
            config,
            property(context, "weir.gateway.id", "gateway"),
            Path.of(property(context, "weir.etc", "etc"))),
        clock,
        secrets);
  }

  HttpTransport(String name, Settings settings, GatewayClock clock, SecretStore secrets) {
    requests = new Requests(settings, secrets, clock);
    thread =
        new DestinationThread<>(
            "weir-http-" + name,
            requests,
            settings.inFlight(),
            new Backoff(FIRST_RETRY, LAST_RETRY, new SplittableRandom()),
            Duration.ofSeconds(settings.idleSeconds()));
  }

  @Override
  public void start(Listener listener) {
    requests.restart();
    thread.start(listener);
  }

  @Override
  public void publish(long ticket, Message message) {
    thread.offer(ticket, message);
  }

  @Override
  public int window() {
    return thread.window();
  }

  @Override
  public void stop() {
    thread.stop();
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
