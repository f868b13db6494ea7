package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.mqtt.MqttHub;
import io.weir.api.mqtt.MqttTaker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device hears of its message only what those who record it have said. */
@Timeout(120)
class RecordingTest {
  @TempDir Path data;
  private Site site;
  private MqttBroker broker;
  private final Taker taker = new Taker();

  /** Takes what comes, and tells receipts when it is asked to. */
  private static final class Taker implements MqttTaker {
    final List<Message> messages = new CopyOnWriteArrayList<>();
    volatile boolean hasRoom = true;
    volatile String left = "";

    @Override
    public boolean hasRoom(int bytes) {
      return hasRoom;
    }

    @Override
    public void take(Message message) {
      messages.add(message);
    }

    @Override
    public void left(String reason) {
      left = reason;
    }

    void await(String... payloads) {
      Site.await(() -> messages.size() >= payloads.length);
      assertThat(messages)
          .extracting(message -> new String(message.payload(), StandardCharsets.UTF_8))
          .containsExactly(payloads);
    }

    void done(int message, boolean committed) {
      Objects.requireNonNull(messages.get(message).receipt()).done(committed);
    }
  }

  @BeforeEach
  void start() throws Exception {
    start(Map.of());
  }

  private void start(Map<String, Object> settings) throws Exception {
    if (site != null) {
      site.stop();
    }
    site = new Site(data);
    broker = site.run(settings);
  }

  @AfterEach
  void stop() throws InterruptedException {
    site.stop();
  }

  private MqttHub.Member join(String... filters) throws Exception {
    return join("driver", taker, filters);
  }

  private MqttHub.Member join(String name, Taker who, String... filters) throws Exception {
    MqttHub.Member member = broker.join(name, who).get(30, TimeUnit.SECONDS);
    for (String filter : filters) {
      assertThat(member.subscribe(Map.of(filter, 1)).get(30, TimeUnit.SECONDS)).isEmpty();
    }
    return member;
  }

  private Process publish(String qos, String topic, String payload) {
    return site.process("mosquitto_pub", "-q", qos, "-t", topic, "-m", payload);
  }

  private static int code(Process process) throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void anAcknowledgementWaitsForTheReceipt() throws Exception {
    join("site/#");
    for (String qos : List.of("1", "2")) {
      taker.messages.clear();
      Process device = publish(qos, "site/a", "7");
      taker.await("7");
      // All that the broker says of it has been here when another message is through.
      site.client("mosquitto_pub", "-q", "2", "-t", "else", "-m", "1");
      assertThat(device.isAlive()).as("qos " + qos).isTrue();
      taker.done(0, true);
      assertThat(code(device)).as("qos " + qos).isZero();
    }
  }

  @Test
  void allWhoTakeItMustHaveRecordedIt() throws Exception {
    Taker other = new Taker();
    join("site/#");
    join("other", other, "site/a", "site/+");
    Process device = publish("1", "site/a", "7");
    taker.await("7");
    other.await("7");
    taker.done(0, true);
    site.client("mosquitto_pub", "-q", "2", "-t", "else", "-m", "1");
    assertThat(device.isAlive()).isTrue();
    other.done(0, true);
    assertThat(code(device)).isZero();
  }

  @Test
  void whatIsNotRecordedIsNotAcknowledged() throws Exception {
    join("site/#");
    Process device = publish("1", "site/a", "7");
    taker.await("7");
    taker.done(0, false);
    Site.await(() -> site.counter("refused.unrecorded") == 1);
    assertThat(code(device)).as("no acknowledgement").isNotZero();
    assertThat(site.board.get("broker").message()).contains("could not be recorded");
  }

  @Test
  void whatIsNotRecordedInTimeIsNotAcknowledged() throws Exception {
    start(Map.of("record.timeout.ms", 100));
    join("site/#");
    Process device = publish("1", "site/a", "7");
    assertThat(code(device)).isNotZero();
    assertThat(site.counter("refused.unrecorded")).isOne();
    assertThat(site.board.get("broker").message()).contains("not recorded in time");
  }

  @Test
  void whatMustBeRecordedWaitsForSomebodyWhoDoes() throws Exception {
    start(Map.of("recorded", List.of("site/#")));
    Process device = publish("1", "site/a", "7");
    assertThat(code(device)).isNotZero();
    assertThat(site.board.get("broker").message()).contains("nobody records site/a");
    assertThat(code(publish("1", "free", "7"))).isZero();
    join("site/#");
    Process again = publish("1", "site/a", "7");
    taker.await("7");
    taker.done(0, true);
    assertThat(code(again)).isZero();
  }

  @Test
  void whoeverHasNoRoomHoldsUpTheSenderAlone() throws Exception {
    join("site/#");
    taker.hasRoom = false;
    Process device = publish("1", "site/a", "7");
    assertThat(code(publish("1", "else", "1"))).isZero();
    assertThat(taker.messages).isEmpty();
    taker.hasRoom = true;
    taker.await("7");
    taker.done(0, true);
    assertThat(code(device)).isZero();
    assertThat(site.counter("refused.unrecorded")).isZero();
  }

  @Test
  void eachMessageComesOnceAndWhatIsKeptComesFirst() throws Exception {
    site.client("mosquitto_pub", "-q", "1", "-r", "-t", "site/kept", "-m", "old");
    MqttHub.Member member = join("site/#", "site/+");
    taker.await("old", "old");
    assertThat(taker.messages).allSatisfy(each -> assertThat(each.isRetained()).isTrue());
    taker.messages.clear();
    site.client("mosquitto_pub", "-q", "0", "-t", "free", "-m", "nobody's");
    site.client("mosquitto_pub", "-q", "0", "-r", "-t", "site/a", "-m", "0r");
    taker.await("0r");
    Process device = publish("1", "site/a", "1");
    taker.await("0r", "1");
    taker.done(1, true);
    assertThat(code(device)).isZero();
    assertThat(taker.messages.get(0).receipt()).isNull();
    member
        .publish("site/b", "own".getBytes(StandardCharsets.UTF_8), true)
        .get(30, TimeUnit.SECONDS);
    taker.await("0r", "1", "own");
    assertThat(site.client("mosquitto_sub", "-C", "1", "-t", "site/b")).isEqualTo("own");
    member.unsubscribe(List.of("site/#", "site/+")).get(30, TimeUnit.SECONDS);
    assertThat(code(publish("1", "site/a", "2"))).isZero();
    taker.await("0r", "1", "own");
  }

  @Test
  void whatIsSentAtZeroIsPassedOn() throws Exception {
    join("site/#");
    site.client("mosquitto_pub", "-q", "0", "-t", "site/a", "-m", "0");
    taker.await("0");
    assertThat(taker.messages.get(0).receipt()).isNull();
  }

  @Test
  void manyMessagesOfOneDeviceWaitTogether() throws Exception {
    join("site/#");
    int most = 2_000;
    Process device = site.process("mosquitto_pub", "-q", "1", "-l", "-t", "site/a");
    try (var lines = device.outputWriter()) {
      for (int i = 0; i < most; i++) {
        lines.write(i + "\n");
      }
    }
    for (int told = 0; told < most; told++) {
      int next = told;
      Site.await(() -> taker.messages.size() > next);
      taker.done(told, true);
    }
    assertThat(code(device)).isZero();
    assertThat(taker.messages).hasSize(most);
  }

  @Test
  void aSecondMemberOfANamePutsTheFirstOut() throws Exception {
    MqttHub.Member first = join("site/#");
    join("driver", new Taker());
    Site.await(() -> !taker.left.isEmpty());
    assertThat(taker.left).contains("another took its name");
    assertThatThrownBy(() -> first.unsubscribe(List.of("a")).get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("another took its name");
    assertThat(code(publish("1", "site/a", "7"))).isZero();
  }

  @Test
  void atItsEndTheHubSaysSo() throws Exception {
    join("site/#");
    site.stop();
    Site.await(() -> !taker.left.isEmpty());
    assertThatThrownBy(() -> broker.join("driver", taker).get(30, TimeUnit.SECONDS))
        .hasMessageContaining("does not run");
  }

  @Test
  void aWillIsTakenToo() throws Exception {
    join("site/#");
    Process device =
        site.process(
            "mosquitto_sub",
            "-t",
            "x",
            "--will-topic",
            "site/lost",
            "--will-payload",
            "gone",
            "--will-retain");
    Site.await(() -> site.counter("clients") == 1);
    device.destroyForcibly();
    taker.await("gone");
    assertThat(site.client("mosquitto_sub", "-C", "1", "-t", "site/lost")).isEqualTo("gone");
  }

  @Test
  void whoSaysGoodbyeLeavesNoWill() throws Exception {
    join("site/#");
    site.client(
        "mosquitto_sub", "-E", "-t", "x", "--will-topic", "site/lost", "--will-payload", "gone");
    Site.await(() -> site.counter("clients") == 0);
    site.client("mosquitto_pub", "-q", "0", "-t", "site/end", "-m", "end");
    taker.await("end");
  }
}
