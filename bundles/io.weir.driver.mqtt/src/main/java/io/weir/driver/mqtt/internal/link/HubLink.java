package io.weir.driver.mqtt.internal.link;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import io.weir.api.mqtt.MqttHub;
import io.weir.api.mqtt.MqttTaker;
import io.weir.api.runtime.GatewayClock;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A link to the hub inside this gateway. A device that publishes there is told that its message was
 * taken once the receipt says so. Used by the bus thread; the hub's thread brings in what comes.
 */
final class HubLink implements Link, MqttTaker {
  private static final int REFUSED = 0x80;

  private final Limits limits;
  private final GatewayClock clock;
  private final Runnable wake;
  private final Inbox inbox;
  private final AtomicReference<@Nullable String> lost = new AtomicReference<>();
  private final CompletableFuture<MqttHub.Member> joining;

  private HubLink(
      MqttHub hub,
      String name,
      Limits limits,
      GatewayClock clock,
      Runnable wake,
      LongAdder dropped) {
    this.limits = limits;
    this.clock = clock;
    this.wake = wake;
    inbox =
        new Inbox(limits.messages(), Limits.WAITING_BYTES + (long) limits.messageBytes(), dropped);
    joining = hub.join(name, this);
  }

  static HubLink open(
      MqttHub hub, String name, Limits limits, GatewayClock clock, Runnable wake, LongAdder dropped)
      throws ConnectionException {
    HubLink link = new HubLink(hub, name, limits, clock, wake, dropped);
    try {
      link.await(link.joining, limits.connectMillis());
      return link;
    } catch (TimeoutException e) {
      link.close();
      throw new ConnectionException("hub: no answer within " + limits.connectMillis() + " ms", e);
    } catch (ConnectionException e) {
      link.close();
      throw e;
    }
  }

  @Override
  public void subscribe(Map<String, Integer> filters) throws DriverException {
    if (filters.isEmpty()) {
      return;
    }
    Collection<String> refused = answer(member().subscribe(filters));
    if (!refused.isEmpty()) {
      throw new RejectedException("the hub refuses the subscriptions " + refused, REFUSED, false);
    }
  }

  @Override
  public void unsubscribe(Collection<String> filters) throws ConnectionException {
    if (!filters.isEmpty()) {
      answer(member().unsubscribe(filters));
    }
  }

  @Override
  public void publish(String topic, byte[] payload, int qos, boolean retained, int timeoutMillis)
      throws DriverException {
    if (topic.isEmpty() || topic.chars().anyMatch(c -> c == '+' || c == '#' || c == 0)) {
      throw new RejectedException("the topic " + topic + " cannot be published to", REFUSED, false);
    }
    try {
      await(member().publish(topic, payload, retained), timeoutMillis);
    } catch (TimeoutException e) {
      throw new NoResponseException(
          "the hub did not acknowledge within " + timeoutMillis + " ms", e);
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
      throw new ConnectionException("hub: " + reason, null);
    }
  }

  /** What was taken and not recorded is not acknowledged: its senders are put off. */
  @Override
  public void close() {
    left("closed");
    var unused = joining.thenAccept(MqttHub.Member::close);
    for (Incoming one = inbox.poll(); one != null; one = inbox.poll()) {
      Batch.Receipt receipt = one.receipt();
      if (receipt != null) {
        receipt.done(false);
      }
    }
  }

  @Override
  public boolean hasRoom(int bytes) {
    return inbox.hasRoom(bytes);
  }

  @Override
  public void take(Message message) {
    Incoming incoming =
        new Incoming(
            message.topic(),
            message.payload(),
            message.isRetained(),
            clock.micros(),
            message.receipt());
    if (message.payload().length > limits.messageBytes()) {
      inbox.refuse(message.topic());
      incoming.dismiss();
    } else if (!inbox.offer(incoming) && message.receipt() != null) {
      message.receipt().done(false);
    }
    wake.run();
  }

  @Override
  public void left(String reason) {
    if (lost.compareAndSet(null, reason)) {
      inbox.close();
      wake.run();
    }
  }

  private MqttHub.Member member() throws ConnectionException {
    check();
    return joining.join();
  }

  private <T> T answer(CompletableFuture<T> future) throws ConnectionException {
    try {
      return await(future, limits.connectMillis());
    } catch (TimeoutException e) {
      throw new ConnectionException("hub: no answer within " + limits.connectMillis() + " ms", e);
    }
  }

  private <T> T await(CompletableFuture<T> future, int millis)
      throws ConnectionException, TimeoutException {
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new ConnectionException("hub: " + (cause == null ? e : cause).getMessage(), cause);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private ConnectionException interrupted() {
    close();
    Thread.currentThread().interrupt();
    return new ConnectionException("hub: interrupted", new InterruptedIOException("interrupted"));
  }
}
