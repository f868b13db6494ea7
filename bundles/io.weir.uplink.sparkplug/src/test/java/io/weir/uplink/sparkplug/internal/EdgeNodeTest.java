package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.State;
import io.weir.testing.FakeClock;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import io.weir.uplink.sparkplug.internal.payload.Payload;
import io.weir.uplink.sparkplug.internal.payload.PayloadReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeNodeTest {
  @TempDir Path folder;

  private final Plant plant = new Plant();
  private final FakeClock clock = new FakeClock();
  private final List<String> topics = new ArrayList<>();
  private final List<Payload> payloads = new ArrayList<>();
  private final EdgeNode.Outlet outlet =
      (topic, bytes) -> {
        topics.add(topic.replace("spBv1.0/Weir/", ""));
        payloads.add(PayloadReader.read(bytes));
      };

  @BeforeEach
  void devices() {
    clock.advance(Duration.ofHours(1));
    plant.device("meter", plant.channel("meter/power", ValueType.DOUBLE, "W", Access.R));
    plant.device("valve", plant.channel("valve/open", ValueType.BOOLEAN, "", Access.RW));
  }

  private EdgeNode node(Map<String, Object> config) {
    return new EdgeNode(
        TestConfig.settings(config),
        new EdgeNode.Gateway(plant, plant, clock),
        new Presence(plant.board),
        new Memory(folder.resolve("memory.json")),
        new Counters(plant.board.part("sparkplug/test")));
  }

  private EdgeNode born() throws IOException {
    EdgeNode node = node(Map.of("births", "live"));
    node.birth(7, outlet);
    topics.clear();
    payloads.clear();
    return node;
  }

  private long now() {
    return clock.epochMicros();
  }

  private Batch power(double... values) {
    Batch rows = new Batch(8);
    long time = now() - values.length;
    for (double each : values) {
      rows.addDouble(plant.number("meter/power"), ++time, each);
    }
    return rows;
  }

  private void publish(EdgeNode node, Batch rows) throws IOException {
    node.publish(Plant.telemetry(rows), plant.dictionary(), outlet);
  }

  @Test
  void aDeviceThatIsAwayIsNotBorn() throws Exception {
    plant.status("valve", State.ERROR);
    node(Map.of("births", "live")).birth(7, outlet);
    assertThat(topics).containsExactly("NBIRTH/g1", "DBIRTH/g1/meter");
    assertThat(payloads.get(1).seq()).isEqualTo(1);
    assertThat(payloads.get(1).timestamp()).isEqualTo(now() / 1_000 - 1);
  }

  @Test
  void aDeviceThatIsAwayIsBornForWhatItHasToTellAndDiesAgain() throws Exception {
    EdgeNode node = born();
    plant.status("meter", State.ERROR);
    node.review(false, outlet);
    assertThat(topics).containsExactly("DDEATH/g1/meter");
    topics.clear();
    Batch bad = new Batch(1);
    bad.addBad(plant.number("meter/power"), now(), Quality.Reason.COMM);
    publish(node, bad);
    assertThat(topics).as("its death says as much").isEmpty();
    publish(node, power(1, 2));
    assertThat(topics).containsExactly("DBIRTH/g1/meter", "DDATA/g1/meter", "DDEATH/g1/meter");
  }

  @Test
  void aDeviceThatIsGoneFromTheConfigurationStillTellsWhatWasKept() throws Exception {
    EdgeNode node = born();
    plant.remove("meter");
    node.review(true, outlet);
    publish(node, power(1));
    node.review(false, outlet);
    assertThat(topics)
        .containsExactly("DDEATH/g1/meter", "DBIRTH/g1/meter", "DDATA/g1/meter", "DDEATH/g1/meter");
  }

  @Test
  void numbersGoFrom255To0() throws Exception {
    EdgeNode node = born();
    for (int i = 0; i < 600; i++) {
      clock.advance(Duration.ofMillis(10));
      publish(node, power(i));
    }
    // NBIRTH 0, DBIRTH 1 and 2.
    for (int i = 0; i < 600; i++) {
      assertThat(payloads.get(i).seq()).isEqualTo((i + 3) & 0xFF);
    }
  }

  @Test
  void currentValuesThatAreOutOfOrderAreInMessagesOfTheirOwn() throws Exception {
    EdgeNode node = born();
    plant.device(
        "pump",
        plant.channel("pump/a", ValueType.INTEGER, "", Access.R),
        plant.channel("pump/b", ValueType.INTEGER, "", Access.R));
    Batch rows = new Batch(4);
    rows.addInteger(plant.number("pump/a"), now() - 10_000, 1);
    rows.addInteger(plant.number("pump/b"), now() - 20_000, 2);
    rows.addInteger(plant.number("pump/a"), now(), 3);
    publish(node, rows);
    assertThat(topics).containsExactly("DBIRTH/g1/pump", "DDATA/g1/pump", "DDATA/g1/pump");
    assertThat(payloads.get(1).metrics()).hasSize(1);
    assertThat(payloads.get(2).metrics()).hasSize(2);
  }

  @Test
  void anOldValueThatIsTheLastThereIsIsCurrent() throws Exception {
    EdgeNode node = born();
    long hourAgo = clock.micros() - 3_600_000_000L;
    plant.live("valve/open", hourAgo, 1, null, Quality.GOOD);
    Batch rows = new Batch(2);
    rows.addBoolean(plant.number("valve/open"), now() - 7_200_000_000L, false);
    rows.addBoolean(plant.number("valve/open"), now() - 3_600_000_000L, true);
    publish(node, rows);
    assertThat(payloads.get(0).metrics().stream().map(Metric::isHistorical))
        .containsExactly(true, false);
  }

  @Test
  void aChannelThatChangedItsTypeIsAnotherMetric() throws Exception {
    EdgeNode node = born();
    int old = plant.number("meter/power");
    plant.device("meter", plant.channel("meter/power", ValueType.INTEGER, "W", Access.R));
    node.review(true, outlet);
    assertThat(topics).containsExactly("DBIRTH/g1/meter");
    Batch rows = new Batch(1);
    rows.addDouble(old, now(), 1.5);
    publish(node, rows);
    assertThat(topics).containsExactly("DBIRTH/g1/meter", "DBIRTH/g1/meter", "DDATA/g1/meter");
    assertThat(payloads.get(1).metrics().stream().map(Metric::name))
        .contains("power", "power~" + old);
    Metric sent = payloads.get(2).metrics().get(0);
    assertThat(sent.alias()).isEqualTo(old + (long) ChannelMetric.FIRST_ALIAS);
    assertThat(sent.value()).isEqualTo(1.5);
  }

  @Test
  void nothingIsBornTwiceWhenTheConfigurationIsTheSame() throws Exception {
    EdgeNode node = born();
    node.review(true, outlet);
    node.review(false, outlet);
    assertThat(topics).isEmpty();
  }

  @Test
  void aliasesAreTheSameForEver() throws Exception {
    EdgeNode node = node(Map.of("births", "live"));
    node.birth(7, outlet);
    plant.remove("meter");
    node.review(true, outlet);
    node.birth(7, outlet);
    Payload first = payloads.get(topics.indexOf("DBIRTH/g1/valve"));
    Payload second = payloads.get(topics.lastIndexOf("DBIRTH/g1/valve"));
    assertThat(alias(second, "open")).isEqualTo(alias(first, "open"));
    assertThat(second).isNotSameAs(first);
  }

  @Test
  void aLongBatchIsSeveralMessages() throws Exception {
    EdgeNode node = born();
    double[] many = new double[12_000];
    publish(node, power(many));
    assertThat(topics.size()).isBetween(2, 4);
    assertThat(payloads.stream().mapToInt(each -> each.metrics().size()).sum()).isEqualTo(12_000);
  }

  private static long alias(Payload payload, String name) {
    return Objects.requireNonNull(
        payload.metrics().stream()
            .filter(each -> name.equals(each.name()))
            .findFirst()
            .orElseThrow()
            .alias());
  }
}
