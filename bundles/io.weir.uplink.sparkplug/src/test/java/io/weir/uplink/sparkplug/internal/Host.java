package io.weir.uplink.sparkplug.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.encoding.MalformedException;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import io.weir.uplink.sparkplug.internal.payload.Payload;
import io.weir.uplink.sparkplug.internal.payload.PayloadReader;
import io.weir.uplink.sparkplug.internal.payload.PayloadWriter;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** A host application on one server, as the conformance suite has one: sees all, and asks. */
final class Host implements AutoCloseable, MqttCallback {
  /** A message of the edge node, as it came. */
  record Seen(
      String topic, String type, @Nullable String device, int qos, boolean retained, byte[] bytes) {
    Payload payload() {
      try {
        return PayloadReader.read(bytes);
      } catch (MalformedException e) {
        throw new AssertionError(topic, e);
      }
    }

    @Nullable Metric find(String name) {
      return payload().metrics().stream()
          .filter(each -> name.equals(each.name()))
          .findFirst()
          .orElse(null);
    }

    Metric metric(String name) {
      Metric found = find(name);
      if (found == null) {
        throw new NoSuchElementException(name + " in " + payload());
      }
      return found;
    }

    Metric alias(long alias) {
      return payload().metrics().stream()
          .filter(each -> each.alias() != null && each.alias() == alias)
          .findFirst()
          .orElseThrow(() -> new NoSuchElementException(alias + " in " + payload()));
    }
  }

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final String id;
  private final MqttAsyncClient client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long timestamp = System.currentTimeMillis();

  Host(String id, int port) throws MqttException {
    this(id, port, "host-" + System.nanoTime());
  }

  /** A client that takes another's place. */
  static Host usurping(int port, String clientId) throws MqttException {
    return new Host("usurper", port, clientId);
  }

  private Host(String id, int port, String clientId) throws MqttException {
    this.id = id;
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
    client.setCallback(this);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(1_000);
    client.connect(options).waitForCompletion(60_000);
    client.subscribe("spBv1.0/#", 1).waitForCompletion(60_000);
  }

  // ---- what it says

  void online() throws MqttException {
    state(true, timestamp);
  }

  void offline() throws MqttException {
    state(false, timestamp);
  }

  /** It begins a new session, so that its messages bear another time. */
  void begins() {
    timestamp = Math.max(timestamp + 1, System.currentTimeMillis());
  }

  void state(boolean online, long time) throws MqttException {
    state("{\"online\":" + online + ",\"timestamp\":" + time + "}");
  }

  void state(String json) throws MqttException {
    client.publish(Ids.state(id), json.getBytes(UTF_8), 1, true).waitForCompletion(60_000);
  }

  void command(String topic, Metric... metrics) throws MqttException {
    byte[] bytes =
        PayloadWriter.write(new Payload(System.currentTimeMillis(), List.of(metrics), null));
    client.publish(topic, bytes, 0, false).waitForCompletion(60_000);
  }

  /** A command that the server keeps, which no host should send. */
  void retained(String topic, Metric metric) throws MqttException {
    raw(topic, PayloadWriter.write(new Payload(1L, List.of(metric), null)), true);
  }

  void raw(String topic, byte[] bytes, boolean retained) throws MqttException {
    client.publish(topic, bytes, 1, retained).waitForCompletion(60_000);
  }

  void rebirth() throws MqttException {
    command(
        "spBv1.0/Weir/NCMD/g1",
        new Metric("Node Control/Rebirth", null, null, DataType.BOOLEAN, false, false, null, true));
  }

  // ---- what it sees

  List<Seen> of(String type) {
    return seen.stream().filter(each -> each.type().equals(type)).toList();
  }

  Seen last(String type) {
    List<Seen> all = of(type);
    return all.get(all.size() - 1);
  }

  /** Waits for so many messages of a type, and returns the last of them. */
  Seen await(String type, int count) throws InterruptedException {
    until(count + " " + type, () -> of(type).size() >= count);
    return of(type).get(count - 1);
  }

  void until(String what, BooleanSupplier condition) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(60);
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        assertThat(left)
            .as("%s within a minute, of %s", what, seen.stream().map(Seen::topic).toList())
            .isPositive();
        long step = Math.min(left, TimeUnit.MILLISECONDS.toNanos(100));
        left -= step - changed.awaitNanos(step);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    String[] levels = topic.split("/", -1);
    if (levels[1].equals("STATE") || levels[2].endsWith("CMD")) {
      return;
    }
    lock.lock();
    try {
      seen.add(
          new Seen(
              topic,
              levels[2],
              levels.length > 4 ? levels[4] : null,
              message.getQos(),
              message.isRetained(),
              message.getPayload()));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 1_000, true);
      }
      client.close(true);
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void connectionLost(Throwable cause) {}

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {}
}
