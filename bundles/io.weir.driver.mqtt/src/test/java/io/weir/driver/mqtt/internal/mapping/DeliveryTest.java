package io.weir.driver.mqtt.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.testing.Mosquitto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages when things go wrong between the broker and the journal. */
@Timeout(300)
class DeliveryTest {
  @TempDir private Path folder;
  private Mosquitto broker = new Mosquitto(Path.of("."));

  @BeforeEach
  void begin() throws Exception {
    broker = new Mosquitto(folder, "persistence true", "persistence_location " + folder + "/");
    broker.start();
  }

  @AfterEach
  void end() throws Exception {
    broker.kill();
  }

  private Site site() {
    Site site = new Site(broker.port);
    site.add("t", Map.of("topic", "s"));
    return site;
  }

  @Test
  void whatWasNotCommittedComesAgain() throws Exception {
    try (Site first = site()) {
      first.commits = false;
      first.start();
      Device.publish(broker.port, "s", "1");
      first.await("t", "1.0 good");
      first.commit();
      Device.publish(broker.port, "s", "2");
      Device.publish(broker.port, "s", "3");
      first.await("t", "3.0 good");
      assertThat(first.receipts).hasSize(2);
    }
    try (Site second = site()) {
      second.start();
      second.await("t", "3.0 good");
      assertThat(second.rows.get("t")).containsExactly("2.0 good", "3.0 good");
    }
    try (Site third = site()) {
      third.start();
      Device.publish(broker.port, "s", "4");
      third.await("t", "4.0 good");
      assertThat(third.rows.get("t")).containsExactly("4.0 good");
    }
  }

  @Test
  void whatComesWhileTheGatewayIsAwayIsThereAfterwards() throws Exception {
    try (Site first = site()) {
      first.start();
      Device.publish(broker.port, "s", "1");
      first.await("t", "1.0 good");
    }
    Device.publishLines(broker.port, "s", "2\n3\n4\n", "-q", "1");
    try (Site second = site()) {
      second.start();
      second.await("t", "4.0 good");
      assertThat(second.rows.get("t")).containsExactly("2.0 good", "3.0 good", "4.0 good");
    }
  }

  @Test
  void afterTheBrokerWasAwayItGoesOn() throws Exception {
    try (Site site = site()) {
      site.add("quiet", Map.of("topic", "q"));
      site.start();
      Device.publish(broker.port, "s", "1");
      Device.publish(broker.port, "q", "1");
      site.await("t", "1.0 good");
      site.await("quiet", "1.0 good");
      broker.kill();
      assertThatThrownBy(() -> site.await(() -> false)).isInstanceOf(ConnectionException.class);
      site.driver.disconnect();
      assertThatThrownBy(() -> site.read("t")).isInstanceOf(ConnectionException.class);
      assertThatThrownBy(site.driver::connect).isInstanceOf(ConnectionException.class);
      broker.start();
      site.start();
      assertThat(site.read("quiet")).as("of before").isEqualTo("1.0 uncertain/stale");
      Device.publish(broker.port, "s", "2");
      site.await("t", "2.0 good");
      assertThat(site.read("t")).isEqualTo("2.0 good");
      assertThat(site.read("quiet")).isEqualTo("1.0 uncertain/stale");
    }
  }

  /**
   * Nothing is fetched while 20,000 messages come: what waits is bounded, and what is lost said.
   */
  @Test
  void aFloodIsBoundedAndItsLossesAreSaid() throws Exception {
    try (Site site = new Site(broker.port, Map.of("queue", 128))) {
      site.add("flood", Map.of("topic", "f"));
      site.add("calm", Map.of("topic", "c"));
      site.start();
      Device.publish(broker.port, "c", "1");
      site.await("calm", "1.0 good");
      int most = 20_000;
      String lines =
          IntStream.rangeClosed(1, most).mapToObj(i -> i + "\n").collect(Collectors.joining());
      Device.publishLines(broker.port, "f", lines, "-q", "0");
      // The driver has all that it will have when the messages that follow are there.
      Device.publish(broker.port, "c", "2");
      site.await("calm", "2.0 good");
      long lost = site.count("dropped");
      assertThat(lost).isPositive();
      assertThat(site.count("values")).isLessThan(most);
      assertThat(site.count("messages") + lost).isLessThanOrEqualTo(most + 2);
      site.await(() -> site.rows.getOrDefault("flood", List.of()).contains("bad/device"));
      assertThat(site.rows.get("calm")).containsExactly("1.0 good", "2.0 good");
      Device.publish(broker.port, "f", "-7");
      site.await(() -> site.rows.getOrDefault("flood", List.of()).contains("-7.0 good"));
    }
  }

  /** Of topics that nobody asks for any more: the broker had kept the subscription. */
  @Test
  void subscriptionsOfEarlierDaysAreTakenBack() throws Exception {
    try (Site first = site()) {
      first.start();
      Device.publish(broker.port, "s", "1");
      first.await("t", "1.0 good");
    }
    try (Site second = new Site(broker.port)) {
      second.start();
      Device.publish(broker.port, "s", "2");
      second.await(() -> second.count("unmatched") == 1);
      second.await(() -> broker.log.stream().anyMatch(line -> line.contains("UNSUBSCRIBE")));
      Device.publish(broker.port, "s", "3");
      second.add("other", Map.of("topic", "o"));
      second.listen();
      Device.publish(broker.port, "o", "4");
      second.await("other", "4.0 good");
      assertThat(second.count("unmatched")).isEqualTo(1);
    }
  }
}
