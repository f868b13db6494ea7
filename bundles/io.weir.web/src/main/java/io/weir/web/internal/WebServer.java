package io.weir.web.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.TlsIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for browsers: HTTPS with the certificate of this device, nothing else.
 *
 * <p>Takes the port, tries again while somebody else has it, and looks once an hour whether the
 * certificate was renewed. Confined to the thread {@code weir-web}, but for its construction.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = "io.weir.web")
@Designate(ocd = WebServer.Config.class)
public final class WebServer {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final long CERTIFICATE_CHECK_SECONDS = 3600;

  /** Where the web server listens. */
  @ObjectClassDefinition(
      id = "io.weir.web",
      name = "Web server",
      description = "The console and the JSON API, over HTTPS.")
  @interface Config {
    @AttributeDefinition(
        description = "TCP port, 0 for any that is free.",
        min = "0",
        max = "65535")
    int port() default 8443;

    @AttributeDefinition(description = "Address to listen on, 0.0.0.0 for all.")
    String host() default "0.0.0.0";
  }

  private final BundleContext context;
  private final TlsIdentity identity;
  private final StatusBoard.Part part;
  private final InetSocketAddress address;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "weir-web"));
  private final Backoff tlsBackoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new SplittableRandom());
  private final Backoff portBackoff = untilPortIsFree(new SplittableRandom());
  private @Nullable HttpsConnector connector;
  private @Nullable ServletContainer container;

  /** As a component. */
  @Activate
  public WebServer(
      BundleContext context,
      Config config,
      @Reference TlsIdentity identity,
      @Reference StatusBoard board) {
    this.context = context;
    this.identity = identity;
    this.part = board.part("web");
    try {
      this.address = address(config.host(), port(config));
    } catch (ConfigException e) {
      part.status(State.ERROR, "config", String.valueOf(e.getMessage()));
      throw e;
    }
    part.status(State.STARTING, "none", "");
    executor.execute(this::open);
    var unused =
        executor.scheduleWithFixedDelay(
            this::checkCertificate,
            CERTIFICATE_CHECK_SECONDS,
            CERTIFICATE_CHECK_SECONDS,
            TimeUnit.SECONDS);
  }

  private static int port(Config config) {
    try {
      return config.port();
    } catch (RuntimeException notANumber) {
      throw new ConfigException("port", "what is no number", "use 0 to 65535");
    }
  }

  static InetSocketAddress address(String host, int port) {
    if (port < 0 || port > 65535) {
      throw new ConfigException("port", port, "use 0 to 65535");
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (host.isBlank() || address.isUnresolved()) {
      throw new ConfigException("host", host, "use an address of this machine, or 0.0.0.0 for all");
    }
    return address;
  }

  private void open() {
    ServerSocketChannel channel = bind();
    if (channel == null) {
      retry(portBackoff);
      return;
    }
    try {
      HttpsConnector door = new HttpsConnector(channel, identity);
      int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      connector = door;
      container = new ServletContainer(context, door, () -> opened(door, port));
    } catch (IOException | RuntimeException e) {
      part.status(State.ERROR, "tls", "HTTPS cannot be offered: " + e.getMessage());
      close(channel);
      retry(tlsBackoff);
    }
  }

  private void opened(HttpsConnector door, int port) {
    if (!door.accept()) {
      part.status(State.ERROR, "tls", "HTTPS cannot be offered; the log says why");
      return;
    }
    part.gauge("port", () -> port);
    if (ServletContainer.isAlone(context)) {
      part.ok();
    } else {
      part.status(
          State.DEGRADED,
          "config",
          "a second web server without TLS may be running; start the framework with "
              + ServletContainer.REQUIRE_CONFIGURATION
              + "=true");
    }
    LOG.info(
        "Console at https://{}:{}, certificate SHA-256 {}",
        address.getHostString(),
        port,
        identity.fingerprint());
  }

  /**
   * Between tries to take the port: short, as one costs next to nothing, and nobody tells when a
   * process that ends has let go of it.
   */
  static Backoff untilPortIsFree(RandomGenerator random) {
    return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(2), random);
  }

  private void retry(Backoff backoff) {
    var unused = executor.schedule(this::open, backoff.nextMicros(), TimeUnit.MICROSECONDS);
  }

  private @Nullable ServerSocketChannel bind() {
    try {
      return HttpsConnector.bind(address);
    } catch (IOException e) {
      part.status(
          State.ERROR,
          "port",
          "cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + e.getMessage()
              + "; set another port or host in io.weir.web.cfg.json, or stop who has it");
      return null;
    }
  }

  private void checkCertificate() {
    HttpsConnector current = connector;
    if (current != null) {
      try {
        current.renew();
      } catch (IOException | RuntimeException e) {
        part.status(State.DEGRADED, "tls", "the certificate cannot be renewed: " + e.getMessage());
      }
    }
  }

  @Deactivate
  void stop() {
    try {
      executor.submit(this::shut).get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The web server did not stop in good order", e);
    }
    executor.shutdownNow();
    part.close();
  }

  private void shut() {
    if (container != null) {
      container.close();
    }
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("A listening socket did not close", e);
    }
  }
}
