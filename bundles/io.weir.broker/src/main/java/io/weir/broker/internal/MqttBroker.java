package io.weir.broker.internal;

import io.weir.api.mqtt.MqttHub;
import io.weir.api.mqtt.MqttTaker;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import io.weir.api.security.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The MQTT broker of the site: a front that devices connect to, and Moquette or mosquitto behind
 * it. Runs only where it is configured.
 *
 * <p>Starts on its own thread {@code weir-broker} and tries again while its port is taken, so that
 * another broker on the box holds up nothing else.
 */
@Component(
    configurationPid = "io.weir.broker",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = MqttHub.class)
@Designate(ocd = BrokerConfig.class)
public final class MqttBroker implements MqttHub {
  private static final Map<String, String> POOLS =
      Map.of(
          "io.netty.eventLoopThreads", "1",
          "io.netty.allocator.numHeapArenas", "1",
          "io.netty.allocator.numDirectArenas", "1",
          "io.netty.allocator.maxOrder", "6");

  private static final int LOOK_MILLIS = 500;

  private final BrokerSettings settings;
  private final SecretStore secrets;
  private final TlsIdentity identity;
  private final List<String> mosquittoPlaces;
  private final StatusBoard.Part status;
  private final Tally tally;
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), RandomGenerator.getDefault());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "weir-broker");
  private volatile @Nullable Front open;
  private volatile int port = -1;
  private volatile int tlsPort = -1;

  /** Made by the component runtime. */
  @Activate
  public MqttBroker(
      BundleContext context,
      BrokerConfig config,
      @Reference SecretStore secrets,
      @Reference TlsIdentity identity,
      @Reference StatusBoard board) {
    this(
        BrokerSettings.of(config, context.getProperty("weir.data")),
        secrets,
        identity,
        board,
        Mosquitto.PLACES);
  }

  MqttBroker(
      BrokerSettings settings,
      SecretStore secrets,
      TlsIdentity identity,
      StatusBoard board,
      List<String> mosquittoPlaces) {
    this.mosquittoPlaces = mosquittoPlaces;
    this.settings = settings;
    this.secrets = secrets;
    this.identity = identity;
    status = board.part("broker");
    status.status(State.STARTING, "none", "");
    tally = new Tally(status);
    thread.start();
  }

  @Override
  public CompletableFuture<Member> join(String name, MqttTaker taker) {
    Front front = open;
    return front == null
        ? CompletableFuture.failedFuture(
            new IOException("the MQTT broker of this gateway does not run; see its status"))
        : front.join(name, taker);
  }

  /** The port without TLS that it listens on; -1 until it does. */
  int port() {
    return port;
  }

  /** The port with TLS that it listens on; -1 until it does. */
  int tlsPort() {
    return tlsPort;
  }

  /**
   * The network library reads these once, before its first use; by default it makes two threads and
   * two memory arenas for each core. What somebody has set stays.
   */
  private static void smallPools() {
    POOLS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }

  private void run() {
    smallPools();
    try {
      while (!ran()) {
        if (stopping.await(backoff.nextMicros(), TimeUnit.MICROSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs until it is to stop; false if it could not begin. The broker stops before the front. */
  private boolean ran() throws InterruptedException {
    Front front = null;
    try (Upstream broker = behind()) {
      front = new Front(settings, new Login(settings.users(), secrets), broker, tally);
      front.openHouse();
      listen(front);
      open = front;
      tally.running(settings.users().problem(secrets));
      while (!stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        String failure = broker.failure();
        if (failure != null) {
          throw new IOException(failure);
        }
      }
      return true;
    } catch (IOException e) {
      status.status(State.ERROR, "comm", e.getMessage() + "; trying again.");
      return false;
    } catch (RuntimeException e) { // as Moquette does when it cannot read what it kept
      status.status(
          State.ERROR,
          "store",
          "The broker does not start: %s. Remove its directory if it is damaged; trying again."
              .formatted(e));
      return false;
    } finally {
      open = null;
      port = -1;
      tlsPort = -1;
      if (front != null) {
        front.close();
      }
    }
  }

  private Upstream behind() throws IOException, InterruptedException {
    int messageBytes = settings.limits().messageBytes();
    Path mosquitto = settings.mosquitto();
    return mosquitto == null
        ? new EmbeddedBroker(settings.folder(), messageBytes)
        : new Mosquitto(mosquittoPlaces, mosquitto, settings.folder() != null, messageBytes);
  }

  private void listen(Front front) throws IOException, InterruptedException {
    if (settings.tlsPort() >= 0) {
      Tls tls = new Tls(identity);
      tls.context();
      tlsPort = front.listen(settings.tlsPort(), tls);
    }
    if (settings.port() >= 0) {
      port = front.listen(settings.port(), null);
    }
  }

  @Deactivate
  void stop() throws InterruptedException {
    stopping.countDown();
    thread.join();
    status.close();
  }
}
