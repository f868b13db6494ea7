package io.weir.broker.internal;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The embedded MQTT broker. Runs only where it is configured.
 *
 * <p>Starts on its own thread {@code weir-broker} and tries again while its port is taken, so that
 * another broker on the box holds up nothing else.
 */
@Component(
    configurationPid = "io.weir.broker",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = MqttBroker.class)
@Designate(ocd = BrokerConfig.class)
public final class MqttBroker {
  private static final Map<String, String> POOLS =
      Map.of(
          "io.netty.eventLoopThreads", "1",
          "io.netty.allocator.numHeapArenas", "1",
          "io.netty.allocator.numDirectArenas", "1",
          "io.netty.allocator.maxOrder", "6");

  private final BrokerSettings settings;
  private final StatusBoard.Part status;
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), RandomGenerator.getDefault());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "weir-broker");
  private volatile @Nullable Server server;

  /** Made by the component runtime. */
  @Activate
  public MqttBroker(BrokerConfig config, @Reference StatusBoard board) {
    this(BrokerSettings.of(config), board);
  }

  MqttBroker(BrokerSettings settings, StatusBoard board) {
    this.settings = settings;
    status = board.part("broker");
    status.gauge("clients", this::clients);
    status.status(State.STARTING, "none", "");
    thread.start();
  }

  /** The port it listens on; -1 until it does. */
  int port() {
    Server running = server;
    return running == null ? -1 : running.getPort();
  }

  private long clients() {
    Server running = server;
    return running == null ? 0 : running.listConnectedClients().size();
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
      while (!started()) {
        if (stopping.await(backoff.nextMicros(), TimeUnit.MICROSECONDS)) {
          return;
        }
      }
      stopping.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Server running = server;
      server = null;
      if (running != null) {
        running.stopServer();
      }
    }
  }

  private boolean started() {
    try {
      checkPort();
      Server starting = new Server();
      starting.startServer(new MemoryConfig(settings.toMoquette()));
      server = starting;
      status.ok();
      return true;
    } catch (IOException e) {
      status.status(
          State.ERROR,
          "comm",
          "Cannot listen on %s port %d: %s. Stop what uses the port or set another one; trying again."
              .formatted(settings.host().getHostAddress(), settings.port(), e.getMessage()));
      return false;
    }
  }

  /** Moquette leaves threads behind when it cannot bind; so it is only asked when it can. */
  private void checkPort() throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    }
  }

  @Deactivate
  void stop() throws InterruptedException {
    stopping.countDown();
    thread.join();
    status.close();
  }
}
