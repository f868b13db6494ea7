package io.weir.driver.mqtt.internal.link;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.runtime.GatewayClock;
import io.weir.mqtt.ClientLog;
import io.weir.mqtt.Reasons;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, made once and never again; it is the bus that reconnects, with a
 * fresh link.
 *
 * <p>Used by the bus thread; the client library's threads bring in what comes. Messages of quality
 * of service 1 are acknowledged by their receipt alone, in the order in which they came. A
 * subscription asks for 1 at most: the library would take over a message of 2 from the broker
 * before anything of it is recorded.
 *
 * <p>The library gives outgoing topics aliases by itself, and would resend messages of a session of
 * its own by alias alone. A fresh client without a store has no such session, whatever the broker
 * remembers.
 */
public final class BrokerLink implements Link {
  private static final int OVERHEAD = 32;
  private static final int TOO_LARGE = 0x95;
  private static final int WRONG_TOPIC = 0x90;

  private final String url;
  private final Limits limits;
  private final GatewayClock clock;
  private final Runnable wake;
  private final Inbox inbox;
  private final MqttAsyncClient client;
  private final Acknowledgements acknowledgements;
  private final AtomicReference<@Nullable String> lost = new AtomicReference<>();
  private long maxPacket = Long.MAX_VALUE;
  private boolean sessionPresent;

  private BrokerLink(
      Server server,
      Login login,
      Limits limits,
      GatewayClock clock,
      Runnable wake,
      LongAdder dropped)
      throws ConnectionException {
    ClientLog.silence();
    url = server.url();
    this.limits = limits;
    this.clock = clock;
    this.wake = wake;
    inbox =
        new Inbox(limits.messages(), Limits.WAITING_BYTES + (long) limits.messageBytes(), dropped);
    acknowledgements = new Acknowledgements(this::acknowledge, this::lose);
    try {
      client =
          new MqttAsyncClient(
              server.address().libraryUri(), login.clientId(), new MemoryPersistence());
    } catch (MqttException | IllegalArgumentException e) {
      throw new ConnectionException(url + ": " + e.getMessage(), e);
    }
    client.setManualAcks(true);
    client.setCallback(new Callback());
  }

  /**
   * Connects and waits for the broker's word.
   *
   * @param wake runs when {@link #poll} has something to give or the connection is lost; from any
   *     thread, cheap
   * @param dropped counts messages for which there was no room
   */
  public static BrokerLink open(
      Server server,
      Login login,
      Limits limits,
      GatewayClock clock,
      Runnable wake,
      LongAdder dropped)
      throws ConnectionException {
    BrokerLink link = new BrokerLink(server, login, limits, clock, wake, dropped);
    try {
      link.connect(server, login);
      return link;
    } catch (ConnectionException e) {
      link.close();
      throw e;
    }
  }

  private void connect(Server server, Login login) throws ConnectionException {
    Answer answer = new Answer();
    try {
      client.connect(ConnectOptions.of(server, login, limits), null, answer);
    } catch (MqttException e) {
      throw failure(e);
    } catch (IOException e) {
      throw new ConnectionException(url + ": " + e.getMessage(), e);
    }
    try {
      IMqttToken token = answer.await(limits.connectMillis());
      sessionPresent = token.getSessionPresent();
      MqttProperties granted = token.getResponseProperties();
      Long packet = granted == null ? null : granted.getMaximumPacketSize();
      // The library sends nothing that is larger than what it would take.
      maxPacket = Math.min(packet == null ? Long.MAX_VALUE : packet, limits.messageBytes());
    } catch (TimeoutException e) {
      throw new ConnectionException(
          url + ": no answer within " + limits.connectMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Whether the broker had kept a session of this client id. */
  public boolean isSessionPresent() {
    return sessionPresent;
  }

  @Override
  public void subscribe(Map<String, Integer> filters) throws DriverException {
    if (filters.isEmpty()) {
      return;
    }
    List<Map.Entry<String, Integer>> wanted = List.copyOf(filters.entrySet());
    MqttSubscription[] subscriptions = new MqttSubscription[wanted.size()];
    for (int i = 0; i < subscriptions.length; i++) {
      subscriptions[i] =
          new MqttSubscription(wanted.get(i).getKey(), Math.min(wanted.get(i).getValue(), 1));
    }
    Answer answer = new Answer();
    try {
      client.subscribe(subscriptions, null, answer, new MqttProperties());
    } catch (MqttException e) {
      throw failure(e);
    }
    int[] codes = awaitCodes(answer, "subscribing");
    for (int i = 0; i < codes.length; i++) {
      if (Reasons.isRefusal(codes[i])) {
        throw new RejectedException(
            "the broker refuses the subscription "
                + wanted.get(i).getKey()
                + ": "
                + Reasons.ofCode(codes[i]),
            codes[i],
            false);
      }
    }
  }

  @Override
  public void unsubscribe(Collection<String> filters) throws ConnectionException {
    if (filters.isEmpty()) {
      return;
    }
    Answer answer = new Answer();
    try {
      client.unsubscribe(filters.toArray(new String[0]), null, answer, new MqttProperties());
    } catch (MqttException e) {
      throw failure(e);
    }
    awaitCodes(answer, "unsubscribing");
  }

  @Override
  public void publish(String topic, byte[] payload, int qos, boolean retained, int timeoutMillis)
      throws DriverException {
    if (payload.length + 3L * topic.length() + OVERHEAD > maxPacket) {
      throw new RejectedException(
          "message of " + payload.length + " bytes; at most " + maxPacket + " can be sent",
          TOO_LARGE,
          false);
    }
    Answer answer = new Answer();
    try {
      MqttMessage message = new MqttMessage(payload, qos, retained, new MqttProperties());
      client.publish(topic, message, null, answer);
    } catch (MqttException e) {
      if (e.getReasonCode() == MqttClientException.REASON_CODE_MAX_INFLIGHT) {
        throw new NoResponseException("the broker acknowledges nothing any more", e);
      }
      throw failure(e);
    } catch (IllegalArgumentException e) {
      throw new RejectedException(
          "the topic " + topic + " cannot be published to", WRONG_TOPIC, false);
    }
    try {
      int[] codes = answer.awaitCodes(timeoutMillis);
      if (codes.length > 0 && Reasons.isRefusal(codes[0])) {
        check();
        throw new RejectedException(
            "the broker refuses to publish to " + topic + ": " + Reasons.ofCode(codes[0]),
            codes[0],
            false);
      }
    } catch (TimeoutException e) {
      throw new NoResponseException(
          "the broker did not acknowledge within " + timeoutMillis + " ms", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  @Override
  public @Nullable Incoming poll() throws ConnectionException {
    Incoming message = inbox.poll();
    if (message == null) {
      check();
    }
    return message;
  }

  @Override
  public @Nullable Incoming poll(int millis) throws ConnectionException {
    try {
      Incoming message = inbox.poll(TimeUnit.MILLISECONDS.toNanos(millis));
      if (message == null) {
        check();
      }
      return message;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  @Override
  public Losses takeLosses() {
    return inbox.takeLosses();
  }

  @Override
  public void check() throws ConnectionException {
    String reason = lost.get();
    if (reason != null) {
      throw new ConnectionException(url + ": " + reason, null);
    }
  }

  @Override
  public void close() {
    lost.compareAndSet(null, "closed");
    inbox.close();
    try {
      if (client.isConnected()) {
        client.disconnectForcibly(0, 1_000, true);
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
      lose("connection lost: " + Reasons.of(e));
    }
  }

  private void lose(String reason) {
    if (lost.compareAndSet(null, reason)) {
      inbox.close();
      wake.run();
    }
  }

  private int[] awaitCodes(Answer answer, String what) throws ConnectionException {
    try {
      return answer.awaitCodes(limits.connectMillis());
    } catch (TimeoutException e) {
      throw new ConnectionException(
          url + ": no answer to " + what + " within " + limits.connectMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private ConnectionException interrupted() {
    close();
    Thread.currentThread().interrupt();
    InterruptedIOException cause = new InterruptedIOException("interrupted");
    return new ConnectionException(url + ": interrupted", cause);
  }

  private ConnectionException failure(@Nullable Throwable cause) {
    String known = lost.get();
    return new ConnectionException(url + ": " + (known == null ? Reasons.of(cause) : known), cause);
  }

  /** What comes, and what becomes of the connection; called by the library's thread. */
  private final class Callback implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
      boolean isRetained = message.isRetained();
      inbox.add(
          new Incoming(
              topic,
              message.getPayload(),
              isRetained,
              clock.micros(),
              message.getQos() == 0 ? null : acknowledgements.expect(message.getId())));
      wake.run();
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException exception = response.getException();
      if (exception != null) {
        lose("connection lost: " + Reasons.of(exception));
        return;
      }
      String more = response.getReasonString();
      lose(
          "the broker disconnects: "
              + Reasons.ofCode(response.getReturnCode())
              + (more == null ? "" : " (" + more + ")"));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      lose("connection lost: " + Reasons.of(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Each message has a listener of its own.
    }

    @Override
    public void connectComplete(boolean reconnect, String uri) {
      // Calling the client from here would deadlock; open() goes on by itself.
    }

    @Override
    public void authPacketArrived(int code, MqttProperties properties) {
      // No extended authentication is offered.
    }
  }
}
