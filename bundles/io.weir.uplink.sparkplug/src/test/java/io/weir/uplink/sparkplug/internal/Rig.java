package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.api.uplink.BatchTransport;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.Mosquitto;
import io.weir.testing.TransportContract.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An edge node g1 of group Weir with a boiler, on real servers with a host on each. */
final class Rig implements AutoCloseable {
  static final Connection.Times TIMES =
      new Connection.Times(Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofMillis(50));

  final List<Mosquitto> servers = new ArrayList<>();
  final List<Host> hosts = new ArrayList<>();
  final Plant plant = new Plant();
  final SystemClock clock = new SystemClock();
  final Recorder listener = new Recorder();
  final Path folder;
  private final Map<String, Object> config = new HashMap<>();
  private final Connection.Times times;
  private BatchTransport transport;
  private long ticket;

  Rig(Path folder, int brokers, Map<String, Object> given) throws Exception {
    this(folder, brokers, given, TIMES);
  }

  /** On one server with these lines of configuration. */
  static Rig on(Path folder, Map<String, Object> given, String line) throws Exception {
    return new Rig(folder, 1, given, TIMES, line);
  }

  Rig(Path folder, int brokers, Map<String, Object> given, Connection.Times times, String... lines)
      throws Exception {
    this.folder = folder;
    this.times = times;
    for (int i = 0; i < brokers; i++) {
      Mosquitto server =
          new Mosquitto(Files.createDirectories(folder.resolve("m" + i)), lines).start();
      servers.add(server);
      hosts.add(new Host("host1", server.port));
    }
    plant.device(
        "boiler",
        plant.channel("boiler/temp", ValueType.DOUBLE, "Cel", Access.R),
        plant.channel("boiler/setpoint", ValueType.DOUBLE, "Cel", Access.RW),
        plant.channel("boiler/count", ValueType.INTEGER, "", Access.RW),
        plant.channel("boiler/on", ValueType.BOOLEAN, "", Access.RW),
        plant.channel("boiler/label", ValueType.TEXT, "", Access.RW));
    config.put("births", "live");
    config.put("servers", servers.stream().map(Mosquitto::url).toArray(String[]::new));
    config.putAll(given);
    transport = create();
  }

  BatchTransport create() {
    return new SparkplugTransport(
        "scada",
        TestConfig.settings(config),
        new SparkplugTransport.Services(plant, plant, clock, plant, plant.board),
        new FakeSecretStore(),
        folder,
        times);
  }

  Rig start() {
    transport.start(listener);
    return this;
  }

  void stop() {
    transport.stop();
  }

  /** Starts anew, as after a restart of the gateway. */
  void restart() {
    transport.stop();
    listener.connected = false;
    transport = create();
    transport.start(listener);
  }

  Rig connected() throws InterruptedException {
    listener.until("connected", () -> listener.connected);
    return this;
  }

  Host host() {
    return hosts.get(0);
  }

  Mosquitto server() {
    return servers.get(0);
  }

  long now() {
    return clock.epochMicros();
  }

  int number(String channel) {
    return plant.number(channel);
  }

  long alias(String channel) {
    return number(channel) + (long) ChannelMetric.FIRST_ALIAS;
  }

  long publish(Batch rows) {
    return publish(Plant.telemetry(rows));
  }

  long publish(UplinkBatch batch) {
    transport.publish(++ticket, batch, plant.dictionary());
    return ticket;
  }

  /** Publishes a value of the boiler's temperature as of now. */
  long temperature(double value) {
    Batch rows = new Batch(1);
    rows.addDouble(number("boiler/temp"), now(), value);
    return publish(rows);
  }

  void acknowledged(long which) throws InterruptedException {
    listener.until("acknowledged " + which, () -> listener.acknowledged.contains(which));
  }

  /** Waits for a line of the first server's log. */
  void logged(String part) throws InterruptedException {
    host().until("log: " + part, () -> server().log.stream().anyMatch(l -> l.contains(part)));
  }

  @Override
  public void close() {
    transport.stop();
    hosts.forEach(Host::close);
    try {
      for (Mosquitto each : servers) {
        each.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
