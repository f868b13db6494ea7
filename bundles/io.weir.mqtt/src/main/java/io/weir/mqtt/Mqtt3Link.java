package io.weir.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.mqtt.LinkSettings.Version;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
 * A connection of {@linkplain Version#V3 MQTT 3.1.1}, for brokers that speak nothing newer. Content
 * type and properties do not travel beside the payload, and a broker that refuses a message can
 * only hang up.
 */
final class Mqtt3Link implements Link {
  private static final int CONNECT_SECONDS = Mqtt5Link.CONNECT_SECONDS;
  private static final int REFUSED = 0x80;

  /** Codes of CONNACK from 1 on, as those of MQTT 5. */
  private static final int[] CONNECT_CODES = {0x84, 0x85, 0x88, 0x86, 0x87};

  private final LinkSettings settings;
  private final Listener listener;
  private final MqttAsyncClient client;
  private final Receipts receipts = new Receipts(this::acknowledge);
  private volatile boolean sessionPresent;

  Mqtt3Link(LinkSettings settings, Listener listener) throws IOException {
    ClientLog.silence();
    this.settings = settings;
    this.listener = listener;
    try {
      client =
          new MqttAsyncClient(
              settings.address().libraryUri(), settings.clientId(), new MemoryPersistence());
    } catch (MqttException e) {
      throw failure(e);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    client.setManualAcks(true);
    client.setCallback(new Callback());
  }

  @Override
  public void connect(@Nullable Will will) throws IOException {
    Password password = settings.password();
    char @Nullable [] secret = password == null ? null : chars(password.bytes());
    try {
      IMqttToken token = client.connect(options(will, secret));
      token.waitForCompletion(2 * CONNECT_SECONDS * 1_000L);
      sessionPresent = token.getSessionPresent();
    } catch (MqttException e) {
      throw failure(e);
    } finally {
      if (secret != null) {
        Arrays.fill(secret, '\0');
      }
    }
  }

  private static char[] chars(byte[] bytes) {
    CharBuffer text = UTF_8.decode(ByteBuffer.wrap(bytes));
    char[] result = Arrays.copyOf(text.array(), text.remaining());
    Arrays.fill(text.array(), '\0');
    Arrays.fill(bytes, (byte) 0);
    return result;
  }

  private MqttConnectOptions options(@Nullable Will will, char @Nullable [] secret)
      throws IOException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(settings.sessionSeconds() == 0);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setKeepAliveInterval(settings.keepAliveSeconds());
    // Some more for a last word and for answers, which are published with all others under way.
    options.setMaxInflight(settings.inFlight() + 1 + LinkSettings.MOST_RECEIVED);
    boolean tls = settings.address().scheme().isTls();
    options.setSocketFactory(tls ? Sockets.of(settings.tls()) : Sockets.plain());
    options.setHttpsHostnameVerificationEnabled(settings.tls().isNameChecked());
    if (!settings.username().isBlank()) {
      options.setUserName(settings.username());
    }
    if (secret != null) {
      options.setPassword(secret);
    }
    if (will != null) {
      options.setWill(will.topic(), will.payload(), 1, will.retained());
    }
    return options;
  }

  @Override
  public boolean isSessionPresent() {
    return sessionPresent;
  }

  @Override
  public int window() {
    return settings.inFlight();
  }

  @Override
  public void subscribe(Map<String, Integer> filters) throws IOException {
    if (filters.isEmpty()) {
      return;
    }
    List<Map.Entry<String, Integer>> wanted = List.copyOf(filters.entrySet());
    int[] qos = wanted.stream().mapToInt(Map.Entry::getValue).toArray();
    String[] topics = wanted.stream().map(Map.Entry::getKey).toArray(String[]::new);
    int[] granted;
    try {
      IMqttToken token = client.subscribe(topics, qos);
      token.waitForCompletion(2 * CONNECT_SECONDS * 1_000L);
      granted = token.getGrantedQos();
    } catch (MqttException e) {
      if (e.getReasonCode() != REFUSED) {
        throw failure(e);
      }
      granted = new int[] {REFUSED};
    } catch (IllegalArgumentException e) {
      throw new RefusedException("cannot subscribe " + filters.keySet() + ": " + e.getMessage());
    }
    for (int i = 0; granted != null && i < granted.length; i++) {
      if (granted[i] >= REFUSED) {
        throw new RefusedException(
            "the broker refuses the subscription "
                + topics[i]
                + "; check the broker's access rules");
      }
    }
  }

  @Override
  public void publish(long ticket, Publication message) throws IOException {
    MqttMessage packet = new MqttMessage(message.payload());
    packet.setQos(message.qos());
    packet.setRetained(message.retained());
    try {
      client.publish(message.topic(), packet, null, new Answer(ticket));
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

  private void acknowledge(int id) {
    try {
      client.messageArrivedComplete(id, 1);
    } catch (MqttException e) {
      listener.lost("connection lost: " + failure(e).getMessage());
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

  /** What comes, and what becomes of the connection. */
  private final class Callback implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {
      listener.lost("connection lost: " + Reasons.ofNetwork(cause, cause.getMessage()));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      Runnable receipt = message.getQos() == 0 ? () -> {} : receipts.expect(message.getId());
      listener.received(new Received(topic, message.getPayload(), message.isRetained(), receipt));
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Each message has a listener of its own.
    }
  }
}
