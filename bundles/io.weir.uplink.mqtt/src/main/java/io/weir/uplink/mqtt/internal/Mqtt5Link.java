package io.weir.uplink.mqtt.internal;

import io.weir.api.uplink.Message;
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
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * A connection of MQTT 5.
 *
 * <p>The client library gives topics aliases by itself as soon as the broker allows them, and would
 * resend messages of a resumed session by alias alone. A clean start with a fresh client leaves it
 * no session to resume; what was not acknowledged comes again from the journal.
 */
final class Mqtt5Link implements Link {
  private static final int CONNECT_SECONDS = 10;
  private static final int MAX_RECEIVE = 65_535;

  private final Settings settings;
  private final @Nullable Password password;
  private final Listener listener;
  private final MqttAsyncClient client;
  private volatile int window = 1;
  private volatile long maxPacket = Long.MAX_VALUE;

  Mqtt5Link(Settings settings, @Nullable Password password, Listener listener) throws IOException {
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
    byte @Nullable [] secret = password == null ? null : password.bytes();
    try {
      IMqttToken token = client.connect(options(secret));
      token.waitForCompletion(2 * CONNECT_SECONDS * 1_000L);
      MqttProperties granted = token.getResponseProperties();
      if (granted != null) {
        Integer receive = granted.getReceiveMaximum();
        Long packet = granted.getMaximumPacketSize();
        window = receive == null ? MAX_RECEIVE : receive;
        maxPacket = packet == null ? Long.MAX_VALUE : packet;
      }
    } catch (MqttException e) {
      throw failure(e);
    } finally {
      if (secret != null) {
        Arrays.fill(secret, (byte) 0);
      }
    }
  }

  private MqttConnectionOptions options(byte @Nullable [] secret) throws IOException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setKeepAliveInterval(settings.keepAlive());
    options.setSocketFactory(Sockets.factory(settings));
    options.setHttpsHostnameVerificationEnabled(true);
    if (!settings.username().isBlank()) {
      options.setUserName(settings.username());
    }
    if (secret != null) {
      options.setPassword(secret);
    }
    MqttProperties properties = new MqttProperties();
    properties.setContentType(GatewayState.CONTENT_TYPE);
    options.setWill(
        settings.topicOf(GatewayState.KIND),
        new MqttMessage(GatewayState.WILL, 1, true, properties));
    options.setWillMessageProperties(properties);
    return options;
  }

  @Override
  public int window() {
    return window;
  }

  @Override
  public void publish(long ticket, String topic, Message message) throws IOException {
    int size = size(topic, message);
    if (size > maxPacket) {
      throw new MessageTooLargeException(size, maxPacket);
    }
    MqttProperties properties = new MqttProperties();
    properties.setContentType(message.contentType());
    List<UserProperty> user =
        message.properties().entrySet().stream()
            .map(each -> new UserProperty(each.getKey(), each.getValue()))
            .toList();
    properties.setUserProperties(user);
    MqttMessage packet = new MqttMessage(message.payload(), 1, message.retained(), properties);
    try {
      client.publish(topic, packet, null, new Answer(ticket));
    } catch (MqttException e) {
      throw failure(e);
    }
  }

  /** An upper bound of the packet's size. */
  private static int size(String topic, Message message) {
    int size = 32 + message.payload().length + 3 * topic.length() + message.contentType().length();
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

  private static IOException failure(MqttException e) {
    int code = e.getReasonCode();
    String text =
        code >= 0x80 && code <= 0xFF
            ? "the broker says: " + Reasons.ofCode(code)
            : Reasons.ofNetwork(e, e.getMessage());
    return new IOException(text, e);
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
      if (code < 0x80) {
        listener.acknowledged(ticket);
      } else {
        listener.refused(ticket, Reasons.isPermanent(code), Reasons.ofCode(code));
      }
    }

    @Override
    public void onFailure(IMqttToken token, Throwable exception) {
      // Only ever with the connection, whose loss is told once for all messages.
    }
  }

  /** What becomes of the connection. */
  private final class Callback implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException exception = response.getException();
      if (exception != null) {
        listener.lost("connection lost: " + failure(exception).getMessage());
        return;
      }
      String words = Reasons.ofCode(response.getReturnCode());
      String more = response.getReasonString();
      listener.lost("the broker disconnects: " + words + (more == null ? "" : " (" + more + ")"));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      listener.lost("connection lost: " + failure(exception).getMessage());
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      // Nothing is subscribed.
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Each message has a listener of its own.
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {
      // Calling the client from here would deadlock; the session goes on after connect().
    }

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {
      // No extended authentication is offered.
    }
  }
}
