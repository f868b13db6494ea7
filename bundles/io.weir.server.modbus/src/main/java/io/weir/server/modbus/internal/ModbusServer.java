package io.weir.server.modbus.internal;

import io.weir.api.model.Batch;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.SampleListener;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * One Modbus server. Listens on its own thread {@code weir-modbus-<name>} and tries again while its
 * port is taken.
 */
@Component(
    name = "io.weir.server.modbus",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = SampleListener.class)
@Designate(ocd = ServerConfig.class, factory = true)
public final class ModbusServer implements SampleListener {
  private final ServerSettings settings;
  private final Exposed exposed;
  private final Listener listener;
  private final StatusBoard.Part status;
  private final AutoCloseable watch;
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), RandomGenerator.getDefault());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private List<String> missing = List.of();
  private String trouble = "";
  private boolean isListening;
  private @Nullable ServerSocket socket;

  /** Made by the component runtime. */
  @Activate
  public ModbusServer(
      ServerConfig config,
      Map<String, Object> properties,
      BundleContext bundle,
      @Reference LiveValues live,
      @Reference DeviceRegistry registry,
      @Reference CommandRouter router,
      @Reference GatewayClock clock,
      @Reference StatusBoard board) {
    this(
        config,
        properties,
        bundle.getBundle().getVersion().toString(),
        new Gateway(live, registry, router, clock, board));
  }

  /** What it needs of the gateway. */
  record Gateway(
      LiveValues live,
      DeviceRegistry registry,
      CommandRouter router,
      GatewayClock clock,
      StatusBoard board) {}

  ModbusServer(
      ServerConfig config, Map<String, Object> properties, String version, Gateway gateway) {
    SettingTypes.check(properties, ServerConfig.class);
    settings = ServerSettings.of(config);
    String name = name(properties);
    exposed = new Exposed(settings.map(), settings.bad(), gateway.registry(), gateway.live());
    Writes writes = new Writes(settings, gateway.router(), gateway.clock());
    Requests requests = new Requests(settings.map(), exposed, writes, version);
    status = gateway.board().part("modbus-server/" + name);
    listener = new Listener(name, settings, requests, gateway.clock(), status);
    thread = new Thread(this::run, "weir-modbus-" + name);
    watch = gateway.registry().onChange(this::resolve);
    resolve();
    thread.start();
  }

  private static String name(Map<String, Object> properties) {
    String pid = String.valueOf(properties.get("service.pid"));
    return pid.substring(pid.indexOf('~') + 1);
  }

  /** The port it listens on; -1 until it does. */
  int port() {
    return listener.port();
  }

  @Override
  public void samples(Batch batch) {
    exposed.samples(batch);
  }

  private synchronized void resolve() {
    missing = exposed.resolve();
    show();
  }

  private synchronized void listening(@Nullable ServerSocket now, String newTrouble) {
    socket = now;
    isListening = now != null;
    trouble = newTrouble;
    show();
  }

  private void show() {
    if (!trouble.isEmpty()) {
      status.status(State.ERROR, "comm", trouble);
    } else if (!isListening) {
      status.status(State.STARTING, "none", "");
    } else if (!missing.isEmpty()) {
      status.status(
          State.DEGRADED,
          "config",
          "No device has %s now: clients get no value for it. Correct the map or add the channel."
              .formatted(String.join(", ", missing.subList(0, Math.min(5, missing.size())))));
    } else {
      status.ok();
    }
  }

  private void run() {
    try {
      do {
        listen();
      } while (!stopping.await(backoff.nextMicros(), TimeUnit.MICROSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try (ServerSocket server = listener.bind()) {
      listening(server, "");
      if (stopping.getCount() > 0) {
        backoff.reset();
        listener.serve(server);
      }
    } catch (IOException e) {
      if (stopping.getCount() > 0) {
        listening(
            null,
            "Cannot listen on %s port %d: %s. Stop what uses the port or set another one; trying again."
                .formatted(settings.host(), settings.port(), e.getMessage()));
      }
    }
  }

  private synchronized void closeSocket() throws IOException {
    if (socket != null) {
      socket.close();
    }
  }

  @Deactivate
  void stop() throws Exception {
    watch.close();
    stopping.countDown();
    closeSocket();
    thread.join();
    listener.close();
    status.close();
  }
}
