package io.weir.mqtt;

import io.weir.mqtt.LinkSettings.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * A connection of {@linkplain Version#V5 MQTT 5}.
 *
 * <p>The client library gives topics aliases by itself as soon as the broker allows them, and would
 * resend messages of a resumed session by alias alone. A fresh client without a store has no
 * session of its own to resume, whatever the broker remembers.
 */
final class Mqtt5Link implements Link {
  static final int CONNECT_SECONDS = 10;
  private static final int MAX_RECEIVE = 65_535;

  private final LinkSettings settings;
  private final Listener listener;
  private final MqttAsyncClient client;
  private final Receipts receipts = new Receipts(this::acknowledge);
  private volatile int window = 1;
  private volatile long maxPacket = Long.MAX_VALUE;
  private volatile boolean sessionPresent;

  Mqtt5Link(LinkSettings settings, Listener listener) throws IOException {
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
    byte @Nullable [] secret = password == null ? null : password.bytes();
    try {
      IMqttToken token = client.connect(options(will, secret));
      token.waitForCompletion(2 * CONNECT_SECONDS * 1_000L);
      sessionPresent = token.getSessionPresent();
      MqttProperties granted = token.getResponseProperties();
      Integer receive = granted == null ? null : granted.getReceiveMaximum();
      Long packet = granted == null ? null : granted.getMaximumPacketSize();
      window = Math.min(settings.inFlight(), receive == null ? MAX_RECEIVE : receive);
      maxPacket = packet == null ? Long.MAX_VALUE : packet;
    } catch (MqttException e) {
      throw failure(e);
    } finally {
      if (secret != null) {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }

  private MqttConnectionOptions options(@Nullable Will will, byte @Nullable [] secret)
      throws IOException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(settings.sessionSeconds() == 0);
    options.setSessionExpiryInterval(settings.sessionSeconds());
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setKeepAliveInterval(settings.keepAliveSeconds());
    options.setReceiveMaximum(LinkSettings.MOST_RECEIVED);
    options.setUseSubscriptionIdentifiers(false);
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
      MqttProperties properties = new MqttProperties();
      if (!will.contentType().isEmpty()) {
        properties.setContentType(will.contentType());
      }
      options.setWill(
          will.topic(), new MqttMessage(will.payload(), 1, will.retained(), properties));
      options.setWillMessageProperties(properties);
    }
    return options;
  }

  @Override
  public boolean isSessionPresent() {
    return sessionPresent;
  }

  @Override
  public int window() {
    return window;
  }

  @Override
  public void subscribe(Map<String, Integer> filters) throws IOException {
    if (filters.isEmpty()) {
      return;
    }
    List<Map.Entry<String, Integer>> wanted = List.copyOf(filters.entrySet());
    MqttSubscription[] subscriptions =
        wanted.stream()
            .map(each -> new MqttSubscription(each.getKey(), each.getValue()))
            .toArray(MqttSubscription[]::new);
    int[] codes;
    try {
      IMqttToken token = client.subscribe(subscriptions, null, null, new MqttProperties());
      token.waitForCompletion(2 * CONNECT_SECONDS * 1_000L);
      codes = token.getReasonCodes();
    } catch (MqttException e) {
      if (!Reasons.isRefusal(e.getReasonCode())) {
        throw failure(e);
      }
      codes = new int[] {e.getReasonCode()};
    } catch (IllegalArgumentException e) {
      throw new RefusedException("cannot subscribe " + filters.keySet() + ": " + e.getMessage());
    }
    for (int i = 0; codes != null && i < codes.length; i++) {
      if (Reasons.isRefusal(codes[i])) {
        throw new RefusedException(
            "the broker refuses the subscription "
                + wanted.get(i).getKey()
                + ": "
                + Reasons.ofCode(codes[i]));
      }
    }
  }

  @Override
  public void publish(long ticket, Publication message) throws IOException {
    int size = size(message);
    if (size > maxPacket) {
      throw new MessageTooLargeException(size, maxPacket);
    }
    MqttProperties properties = new MqttProperties();
    if (!message.contentType().isEmpty()) {
      properties.setContentType(message.contentType());
    }
    List<UserProperty> user =
        message.properties().entrySet().stream()
            .map(each -> new UserProperty(each.getKey(), each.getValue()))
            .toList();
    properties.setUserProperties(user);
    MqttMessage packet =
        new MqttMessage(message.payload(), message.qos(), message.retained(), properties);
    try {
      client.publish(message.topic(), packet, null, new Answer(ticket));
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  /** An upper bound of the packet's size. */
  private static int size(Publication message) {
    int size =
        32
            + message.payload().length
            + 3 * message.topic().length()
            + message.contentType().length();
    for (Map.Entry<String, String> each : message.properties().entrySet()) {
      size += 5 + 3 * (each.getKey().length() + each.getValue().length());
    }
    return size;
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
      listener.lost("connection lost: " + Reasons.of(e));
    }
  }

  private static IOException failure(MqttException e) {
    return new IOException(Reasons.of(e), e);
  }

  /** What becomes of one message; called by the client library's thread. */
  private final class Answer implements MqttActionListener {
    private final long ticket;

    Answer(long ticket) {
      this.ticket = ticket;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      int[] codes = token.getReasonCodes();
      int code = codes == null || codes.length == 0 ? 0 : codes[0];
      if (Reasons.isRefusal(code)) {
        listener.refused(ticket, Reasons.isPermanent(code), Reasons.ofCode(code));
      } else {
        listener.acknowledged(ticket);
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable exception) {
      // Only ever with the connection, whose loss is told once for all messages.
    }
  }

  /** What comes, and what becomes of the connection. */
  private final class Callback implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException exception = response.getException();
      if (exception != null) {
        listener.lost("connection lost: " + Reasons.of(exception));
        return;
      }
      String words = Reasons.ofCode(response.getReturnCode());
      String more = response.getReasonString();
      listener.lost("the broker disconnects: " + words + (more == null ? "" : " (" + more + ")"));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      listener.lost("connection lost: " + Reasons.of(exception));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      Runnable receipt = message.getQos() == 0 ? () -> {} : receipts.expect(message.getId());
      listener.received(new Received(topic, message.getPayload(), message.isRetained(), receipt));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Each message has a listener of its own.
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {
      // Calling the client from here would deadlock; its user goes on after connect().
    }

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {
      // No extended authentication is offered.
    }
  }
}
