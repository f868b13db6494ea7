package io.weir.uplink.mqtt.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** The cloud's side: takes every message of a broker, with quality of service 0. */
final class Subscriber implements AutoCloseable, MqttCallback {
  /** A message as it arrived. */
  record Arrival(
      String topic,
      byte[] payload,
      boolean retained,
      String contentType,
      Map<String, String> user) {
    String text() {
      return new String(payload, UTF_8);
    }
  }

  final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final MqttAsyncClient client;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  Subscriber(int port) throws MqttException {
    client =
        new MqttAsyncClient(
            "tcp://127.0.0.1:" + port, "subscriber-" + System.nanoTime(), new MemoryPersistence());
    client.setCallback(this);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    client.connect(options).waitForCompletion(60_000);
    client.subscribe("#", 0).waitForCompletion(60_000);
  }

  /** Waits until the messages that arrived so far are like this. */
  void until(String what, Predicate<List<Arrival>> condition) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(60);
    lock.lock();
    try {
      while (!condition.test(arrivals)) {
        assertThat(left).as("%s within a minute, of %s", what, arrivals.size()).isPositive();
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  List<Arrival> of(String topic) {
    return arrivals.stream().filter(arrival -> arrival.topic().equals(topic)).toList();
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    MqttProperties properties = message.getProperties();
    Map<String, String> user =
        properties.getUserProperties().stream()
            .collect(Collectors.toMap(UserProperty::getKey, UserProperty::getValue));
    String type = properties.getContentType();
    lock.lock();
    try {
      arrivals.add(
          new Arrival(
              topic, message.getPayload(), message.isRetained(), type == null ? "" : type, user));
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
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String uri) {}

  @Override
  public void authPacketArrived(int code, MqttProperties properties) {}
}
