package io.weir.uplink.mqtt.internal;

import io.weir.api.uplink.Message;
import java.io.IOException;
import java.util.Arrays;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/**
 * A connection of MQTT 3.1.1, for brokers that speak nothing newer. Content type and sequences do
 * not travel beside the payload, and a broker that refuses a message can only hang up.
 */
final class Mqtt3Link implements Link {
  private static final int CONNECT_SECONDS = 10;

  /** Codes of CONNACK from 1 on, as those of MQTT 5. */
  private static final int[] CONNECT_CODES = {0x84, 0x85, 0x88, 0x86, 0x87};

  private final Settings settings;
  private final @Nullable Password password;
  private final Listener listener;
  private final MqttAsyncClient client;

  Mqtt3Link(Settings settings, @Nullable Password password, Listener listener) throws IOException {
    this.settings = settings;
    this.password = password;
    this.listener = listener;
    String scheme = settings.isTls() ? "ssl://" : "tcp://";
    try {
      client =
          new MqttAsyncClient(
              scheme + settings.host() + ":" + settings.port(),
              settings.clientId(),
              new MemoryPersistence());
    } catch (MqttException e) {
      throw failure(e);
    }
    client.setCallback(new Callback());
  }

  @Override
  public void connect() throws IOException {
    char @Nullable [] secret = password == null ? null : password.chars();
    try {
      client.connect(options(secret)).waitForCompletion(2 * CONNECT_SECONDS * 1_000L);
    } catch (MqttException e) {
      throw failure(e);
    } finally {
      if (secret != null) {
        Arrays.fill(secret, '\0');
      }
    }
  }

  private MqttConnectOptions options(char @Nullable [] secret) throws IOException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(true);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setKeepAliveInterval(settings.keepAlive());
    // One more for the last state, which is published with all others still under way.
    options.setMaxInflight(settings.inFlight() + 1);
    options.setSocketFactory(Sockets.factory(settings));
    options.setHttpsHostnameVerificationEnabled(true);
    if (!settings.username().isBlank()) {
      options.setUserName(settings.username());
    }
    if (secret != null) {
      options.setPassword(secret);
    }
    options.setWill(settings.topicOf(GatewayState.KIND), GatewayState.WILL, 1, true);
    return options;
  }

  @Override
  public int window() {
    return settings.inFlight();
  }

  @Override
  public void publish(long ticket, String topic, Message message) throws IOException {
    MqttMessage packet = new MqttMessage(message.payload());
    packet.setQos(1);
    packet.setRetained(message.retained());
    try {
      client.publish(topic, packet, null, new Answer(ticket));
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  @Override
  public void close(boolean farewell) {
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 1_000, farewell);
      }
    } catch (MqttException e) {
      // Nothing is owed on a connection that is to be closed.
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // A client still connecting closes when its own time-out has passed.
    }
  }

  private static IOException failure(MqttException e) {
    int code = e.getReasonCode();
    String text =
        code >= 1 && code <= CONNECT_CODES.length
            ? "the broker says: " + Reasons.ofCode(CONNECT_CODES[code - 1])
            : Reasons.ofNetwork(e, e.getMessage());
    return new IOException(text, e);
  }

  /** What becomes of one message; called by the client library's thread. */
  private final class Answer implements IMqttActionListener {
    private final long ticket;

    Answer(long ticket) {
      this.ticket = ticket;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      listener.acknowledged(ticket);
    }

    @Override
    public void onFailure(IMqttToken token, Throwable exception) {
      // Only ever with the connection, whose loss is told once for all messages.
    }
  }

  /** What becomes of the connection. */
  private final class Callback implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
      listener.lost("connection lost: " + Reasons.ofNetwork(cause, cause.getMessage()));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      // Nothing is subscribed.
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Each message has a listener of its own.
    }
  }
}
