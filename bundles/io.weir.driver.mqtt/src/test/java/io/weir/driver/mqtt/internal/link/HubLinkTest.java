package io.weir.driver.mqtt.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.mqtt.MqttHub;
import io.weir.api.mqtt.MqttTaker;
import io.weir.testing.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The link's side of the hub's contract; the hub itself is tested in its own bundle. */
@Timeout(60)
class HubLinkTest {
  private static final int QUEUE = 128;
  private static final int LARGEST = 1_024;

  private final FakeClock clock = new FakeClock();
  private final AtomicInteger woken = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();
  private final List<Boolean> told = new ArrayList<>();
  private final Hub hub = new Hub();

  /** Answers at once what it is told to. */
  private static final class Hub implements MqttHub, MqttHub.Member {
    CompletableFuture<Member> joined = CompletableFuture.completedFuture(this);
    Collection<String> refused = List.of();
    CompletableFuture<Void> published = CompletableFuture.completedFuture(null);
    final List<String> heard = new ArrayList<>();

    @Override
    public CompletableFuture<Member> join(String name, MqttTaker taker) {
      heard.add("join " + name);
      return joined;
    }

    @Override
    public CompletableFuture<Collection<String>> subscribe(Map<String, Integer> filters) {
      heard.add("subscribe " + filters);
      return CompletableFuture.completedFuture(refused);
    }

    @Override
    public CompletableFuture<Void> unsubscribe(Collection<String> filters) {
      heard.add("unsubscribe " + filters);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> publish(String topic, byte[] payload, boolean retained) {
      heard.add("publish " + topic);
      return published;
    }

    @Override
    public void close() {
      heard.add("close");
    }
  }

  private HubLink open(int connectMillis) throws ConnectionException {
    Limits limits = new Limits(connectMillis, 60, QUEUE, LARGEST);
    return HubLink.open(hub, "driver", limits, clock, woken::incrementAndGet, dropped);
  }

  private HubLink open() throws ConnectionException {
    return open(30_000);
  }

  private MqttTaker.Message message(String topic, int bytes) {
    return new MqttTaker.Message(topic, new byte[bytes], false, told::add);
  }

  @Test
  void whatComesIsGivenOnWithTheTimeItCame() throws Exception {
    HubLink link = open();
    clock.advance(Duration.ofSeconds(5));
    long then = clock.micros();
    link.take(new MqttTaker.Message("a/b", "7".getBytes(StandardCharsets.UTF_8), true, told::add));
    clock.advance(Duration.ofSeconds(5));
    assertThat(woken).hasValue(1);
    Incoming one = link.poll();
    assertNotNull(one);
    assertThat(one.topic()).isEqualTo("a/b");
    assertThat(one.payload()).asString(StandardCharsets.UTF_8).isEqualTo("7");
    assertThat(one.isRetained()).isTrue();
    assertThat(one.micros()).isEqualTo(then);
    assertThat(told).as("before the driver has looked at it").isEmpty();
    one.dismiss();
    assertThat(told).containsExactly(true);
    assertThat(link.poll()).isNull();
  }

  @Test
  void aFullInboxHasNoRoomAndWhatComesAllTheSameIsNotAcknowledged() throws Exception {
    HubLink link = open();
    for (int i = 0; i < QUEUE; i++) {
      assertThat(link.hasRoom(1)).isTrue();
      link.take(message("a", 1));
    }
    assertThat(link.hasRoom(1)).isFalse();
    link.take(message("b", 1));
    assertThat(told).containsExactly(false);
    assertThat(dropped.sum()).isOne();
    assertThat(link.takeLosses().concern("b")).isTrue();
    assertThat(link.poll()).isNotNull();
    assertThat(link.hasRoom(1)).isTrue();
  }

  @Test
  void aMessageThatIsTooLargeIsNotedAndItsSenderIsNotAskedForItAgain() throws Exception {
    HubLink link = open();
    link.take(message("large", LARGEST + 1));
    assertThat(told).containsExactly(true);
    assertThat(dropped.sum()).isOne();
    assertThat(link.takeLosses().concern("large")).isTrue();
    assertThat(link.poll()).isNull();
  }

  @Test
  void atItsEndWhatWasNotTakenIsNotAcknowledged() throws Exception {
    HubLink link = open();
    link.take(message("a", 1));
    link.take(message("b", 1));
    assertThat(link.poll()).isNotNull();
    link.close();
    assertThat(told).as("of the one that was not taken").containsExactly(false);
    link.take(message("late", 1));
    assertThat(told).containsExactly(false, false);
    assertThat(hub.heard).containsExactly("join driver", "close");
  }

  @Test
  void whenTheHubEndsItWhatHasComeIsGivenFirstAndThenTheReason() throws Exception {
    HubLink link = open();
    link.take(message("a", 1));
    link.left("another took its name");
    assertThat(link.poll()).isNotNull();
    assertThatThrownBy(link::poll)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("another took its name");
    assertThatThrownBy(() -> link.subscribe(Map.of("a", 1)))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("another took its name");
  }

  @Test
  void aHubThatDoesNotRunSaysWhy() {
    hub.joined = CompletableFuture.failedFuture(new IOException("the broker does not run"));
    assertThatThrownBy(this::open)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("the broker does not run");
  }

  @Test
  void aHubThatAnswersTooLateIsLeftAgain() {
    hub.joined = new CompletableFuture<>();
    assertThatThrownBy(() -> open(1))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("no answer within 1 ms");
    hub.joined.complete(hub);
    assertThat(hub.heard).containsExactly("join driver", "close");
  }

  @Test
  void aRefusedSubscriptionIsNamed() throws Exception {
    HubLink link = open();
    hub.refused = List.of("$SYS/#");
    assertThatThrownBy(() -> link.subscribe(Map.of("$SYS/#", 1)))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("$SYS/#");
    link.unsubscribe(List.of());
    link.subscribe(Map.of());
    assertThat(hub.heard).as("nothing is asked for nothing").hasSize(2);
  }

  @Test
  void aPublishWaitsForTheHubAndAWildcardIsNoTopic() throws Exception {
    HubLink link = open();
    link.publish("set/a", new byte[1], 1, false, 30_000);
    hub.published = new CompletableFuture<>();
    assertThatThrownBy(() -> link.publish("set/a", new byte[1], 1, false, 1))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("within 1 ms");
    for (String topic : List.of("", "a/+", "a/#", "a\0")) {
      assertThatThrownBy(() -> link.publish(topic, new byte[1], 1, false, 30_000))
          .isInstanceOf(RejectedException.class);
    }
    assertThat(hub.heard).containsExactly("join driver", "publish set/a", "publish set/a");
  }
}
