package io.weir.driver.mqtt.internal.zigbee;

import static io.weir.driver.mqtt.internal.zigbee.RecordedBridge.BASE;
import static io.weir.driver.mqtt.internal.zigbee.RecordedBridge.LAMP;
import static io.weir.driver.mqtt.internal.zigbee.RecordedBridge.WEATHER;
import static io.weir.driver.mqtt.internal.zigbee.RecordedBridge.WEATHER_IEEE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.runtime.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a bridge does seldom, and what nobody should send: over a real broker. */
@Timeout(300)
class ZigbeeDriverTest {
  private static final String TEMPERATURE = WEATHER + "#temperature";

  @TempDir private Path folder;
  private @Nullable RecordedBridge recorded;
  private @Nullable Bench opened;

  @BeforeEach
  void start() throws Exception {
    recorded = new RecordedBridge(folder);
  }

  @AfterEach
  void close() throws Exception {
    if (opened != null) {
      opened.close();
    }
    bridge().close();
  }

  private RecordedBridge bridge() {
    return requireNonNull(recorded);
  }

  private Bench open() throws Exception {
    Bench bench = bridge().bench(Map.of("timeout.ms", 500));
    opened = bench;
    return bench;
  }

  private void awaitTemperature(Bench bench, double value) throws Exception {
    bench.await("" + value, () -> Double.valueOf(value).equals(bench.value(TEMPERATURE)));
  }

  @Test
  void aValueOfTheWrongTypeIsBadAndItsNeighboursAreNot() throws Exception {
    Bench bench = open();
    bridge().state(WEATHER, "{\"temperature\":20,\"humidity\":40}");
    awaitTemperature(bench, 20);
    for (String wrong : List.of("\"21\"", "true", "{}", "[21]", "1e999")) {
      bridge().state(WEATHER, "{\"temperature\":" + wrong + ",\"humidity\":41}");
      bridge().state(WEATHER, "{\"humidity\":42}");
      bench.await(wrong, () -> Double.valueOf(42).equals(bench.value(WEATHER + "#humidity")));
      assertThat(bench.quality(TEMPERATURE)).as(wrong).startsWith("bad");
      assertThat(bench.board.get("zigbee/home").state()).isEqualTo(State.DEGRADED);
      assertThat(bench.board.get("zigbee/home").message()).contains("temperature", WEATHER);
      bridge().state(WEATHER, "{\"temperature\":22,\"humidity\":43}");
      awaitTemperature(bench, 22);
      assertThat(bench.board.get("zigbee/home").state()).isEqualTo(State.OK);
    }
    assertThat(bench.counter("wrong-values")).isEqualTo(5);
  }

  @Test
  void whatIsNotKnownYetIsBadAndNoFault() throws Exception {
    Bench bench = open();
    bridge().state(WEATHER, "{\"temperature\":null,\"humidity\":1}");
    bench.await("humidity", () -> bench.value(WEATHER + "#humidity") != null);
    assertThat(bench.quality(TEMPERATURE)).isEqualTo("bad/device");
    assertThat(bench.counter("wrong-values")).isZero();
  }

  @Test
  void aPayloadThatIsNoStateChangesNothing() throws Exception {
    Bench bench = open();
    bridge().state(WEATHER, "{\"temperature\":20}");
    awaitTemperature(bench, 20);
    byte[] huge = new byte[10 << 20];
    java.util.Arrays.fill(huge, (byte) '7');
    byte[] badText = "{\"temperature\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
    List<byte[]> payloads =
        List.of(
            bytes("["),
            bytes("21"),
            bytes("{\"temperature\":21"),
            bytes("{\"temperature\":21} trailing"),
            bytes("{\"temperature\":NaN}"),
            bytes("{\"temperature\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
            bytes("{\"temperature\":" + "9".repeat(5_000) + "}"),
            badText,
            "{\"temperature\":21}".getBytes(StandardCharsets.UTF_16),
            huge);
    for (byte[] payload : payloads) {
      bridge().raw.publish(BASE + WEATHER, payload, false);
    }
    bridge().state(LAMP, "{\"brightness\":7}");
    bench.await("7", () -> Double.valueOf(7).equals(bench.value(LAMP + "#brightness")));
    // The broker keeps back the last, which is larger than what was said to be taken.
    assertThat(bench.counter("malformed")).isEqualTo(payloads.size() - 1);
    assertThat(bench.value(TEMPERATURE)).isEqualTo(20.0);
    assertThat(bench.board.get("zigbee/home").message()).contains("zigbee2mqtt/" + WEATHER);
    bridge().state(WEATHER, "{\"temperature\":23}");
    awaitTemperature(bench, 23);
    assertThat(bench.board.get("zigbee/home").state()).isEqualTo(State.OK);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFloodOfNobodyCostsNobodyAValue() throws Exception {
    Bench bench = open();
    for (int i = 0; i < 5_000; i++) {
      bridge().raw.publish(BASE + "nobody/" + i, bytes("{\"temperature\":" + i + "}"), false);
      if (i % 1_000 == 0) {
        bridge().state(WEATHER, "{\"temperature\":" + i + "}");
        awaitTemperature(bench, i);
      }
    }
    bridge().state(WEATHER, "{\"temperature\":-3}");
    awaitTemperature(bench, -3);
    assertThat(bench.counter("unknown-topics") + bench.counter("dropped")).isEqualTo(5_000);
  }

  @Test
  void oneBadEntryOfTheListCostsItsNeighboursNothing() throws Exception {
    Bench bench = open();
    String list = RecordedBridge.devices();
    String bad =
        "[1,null,{\"type\":\"Router\"},"
            + "{\"ieee_address\":\"0x0\",\"friendly_name\":\"x\"},"
            + "{\"ieee_address\":\"0x00158d00000000aa\",\"friendly_name\":\"a/#\"},"
            + "{\"ieee_address\":\"0x00158d00000000ab\",\"friendly_name\":\"odd\","
            + "\"interview_state\":\"SUCCESSFUL\",\"definition\":{\"exposes\":[{\"type\":\"new\"},"
            + "{\"type\":\"numeric\",\"property\":\"a/b\",\"access\":1},7,"
            + "{\"type\":\"numeric\",\"property\":\"ok\",\"access\":1}]}},";
    int before = bench.announced().size();
    bridge().devices(bad + list.substring(1));
    bench.await("the list", () -> bench.announced().size() == before + 1);
    assertThat(bench.announced("odd").channels()).hasSize(3).first().asString().contains("\"ok\"");
    assertThat(bench.board.get("zigbee/home").state()).isEqualTo(State.DEGRADED);
    bridge().devices("{\"no\":\"list\"}");
    bridge().state(WEATHER, "{\"temperature\":5}");
    awaitTemperature(bench, 5);
    assertThat(bench.announced()).hasSize(before + 1);
    bridge().devices(list);
    bench.await("the list", () -> bench.announced().size() == before);
    assertThat(bench.board.get("zigbee/home").state()).isEqualTo(State.OK);
  }

  @Test
  void aDeviceThatIsAwayHasNoValuesUntilItIsBack() throws Exception {
    Bench bench = open();
    String availability = BASE + WEATHER + "/availability";
    bridge().raw.publish(availability, "{\"state\":\"online\"}", true);
    bridge().state(WEATHER, "{\"temperature\":20}");
    awaitTemperature(bench, 20);
    assertThat(bench.announced(WEATHER).presence()).isEqualTo(Presence.ONLINE);
    bridge().raw.publish(availability, "offline", true);
    bench.await("offline", () -> bench.quality(TEMPERATURE).equals("bad/comm"));
    assertThat(bench.announced(WEATHER).presence()).isEqualTo(Presence.OFFLINE);
    assertThat(bench.announced(LAMP).presence()).isEqualTo(Presence.UNKNOWN);
    assertThat(bench.value(WEATHER + "#name")).isEqualTo(WEATHER);
    assertThatThrownBy(() -> bench.read(TEMPERATURE)).isInstanceOf(NoResponseException.class);
    bench.clock.advance(java.time.Duration.ofMinutes(1));
    bridge().raw.publish(availability, "{\"state\":\"online\"}", true);
    bench.await("back", () -> bench.quality(TEMPERATURE).equals("uncertain/stale"));
    assertThat(bench.value(TEMPERATURE)).isEqualTo(20.0);
    bridge().state(WEATHER, "{\"temperature\":21}");
    awaitTemperature(bench, 21);
    assertThat(bench.quality(TEMPERATURE)).isEqualTo("good");
    bridge().raw.publish(availability, "sometimes", false);
    bench.await("malformed", () -> bench.counter("malformed") == 1);
  }

  @Test
  void aRenamedDeviceStaysTheSameAndARemovedOneEnds() throws Exception {
    Bench bench = open();
    String renamed = RecordedBridge.devices().replace(WEATHER, "garden/roof ß");
    bridge().devices(renamed);
    bench.await("the name", () -> "garden/roof ß".equals(bench.value(WEATHER + "#name")));
    bridge().state("garden/roof ß", "{\"temperature\":9}");
    awaitTemperature(bench, 9);
    assertThat(bench.announced("garden/roof ß").address()).isEqualTo(Map.of("ieee", WEATHER_IEEE));
    bridge().devices("[]");
    bench.await("the end", () -> bench.quality(TEMPERATURE).equals("bad/config"));
    assertThat(bench.announced()).hasSize(1);
    assertThatThrownBy(() -> bench.read(TEMPERATURE)).isInstanceOf(RejectedException.class);
  }

  @Test
  void anActionIsPassedOnEachTimeAndNeverSaidAgain() throws Exception {
    Bench bench = open();
    String action = "kitchen/button#action";
    bridge().state("kitchen/button", "{\"action\":\"single\"}");
    bridge().state("kitchen/button", "{\"action\":\"single\"}");
    bridge().state("kitchen/button", "{\"action\":\"double\"}");
    bench.await("double", () -> "double".equals(bench.value(action)));
    int number = bench.channel(action).number();
    assertThat(bench.rows.stream().filter(row -> row.channel() == number).map(Bench.Row::value))
        .containsExactly("single", "single", "double");
    bench.listen();
    bridge().state("kitchen/button", "{\"battery\":7}");
    bench.await("7", () -> Double.valueOf(7).equals(bench.value("kitchen/button#battery")));
    assertThat(bench.rows.stream().filter(row -> row.channel() == number)).hasSize(3);
  }

  @Test
  void whatIsKnownIsGivenAtOnceAndKeepsItsDoubtAfterALoss() throws Exception {
    Bench bench = open();
    bridge().state(WEATHER, "{\"temperature\":20}");
    awaitTemperature(bench, 20);
    bench.listen();
    bench.await("again", () -> bench.rows.size() > 1);
    assertThat(bench.quality(TEMPERATURE)).isEqualTo("good");
    bench.clock.advance(java.time.Duration.ofMinutes(1));
    bridge().online(false);
    assertThat(bench.awaitLoss()).contains("offline");
    assertThat(bench.quality(TEMPERATURE)).isEqualTo("bad/comm");
    assertThat(bench.announced(WEATHER).presence()).isEqualTo(Presence.UNKNOWN);
    bridge().online(true);
    bench.reconnect();
    bench.await("back", () -> bench.quality(TEMPERATURE).equals("uncertain/stale"));
  }

  @Test
  void withoutABridgeThereIsNoConnection() throws Exception {
    try (Bench elsewhere =
        new Bench(
            bridge().broker.port, Map.of("base.topic", "other/place", "connect.timeout.ms", 500))) {
      assertThatThrownBy(elsewhere::connect)
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("other/place/bridge/state")
          .hasMessageContaining("base.topic");
      assertThat(elsewhere.driver.announced()).isNull();
    }
    bridge().online(false);
    try (Bench off = new Bench(bridge().broker.port, Map.of("connect.timeout.ms", 500))) {
      assertThatThrownBy(off::connect).hasMessageContaining("says that it is offline");
    }
    bridge().online(true);
    Map<String, Object> small = Map.of("connect.timeout.ms", 500, "max.message.kb", 8);
    try (Bench narrow = new Bench(bridge().broker.port, small)) {
      assertThatThrownBy(narrow::connect).hasMessageContaining("max.message.kb");
    }
  }

  @Test
  void aWriteNobodyConfirmsIsSaidToBeOne() throws Exception {
    Bench bench = open();
    assertThatThrownBy(() -> bench.write(LAMP + "#brightness", 5.0))
        .isInstanceOf(NoResponseException.class)
        .hasMessageContaining("did not say 5");
    assertThatThrownBy(() -> bench.write(LAMP + "#brightness", 300.0))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("254");
    assertThatThrownBy(() -> bench.write(LAMP + "#power_on_behavior", "perhaps"))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("previous");
    assertThatThrownBy(() -> bench.write(LAMP + "#color.x", 0.3))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("color as a whole");
    assertThatThrownBy(() -> bench.write(LAMP + "#color", "{\"x\":"))
        .isInstanceOf(RejectedException.class);
    assertThatThrownBy(() -> bench.write("zigbee2mqtt#permit-join", 1_000.0))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("254");
    assertThatThrownBy(() -> bench.write("zigbee2mqtt#remove", "nobody"))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void aMessageOfQualityOneIsAcknowledgedOnceItsRowsAreCommitted() throws Exception {
    Bench bench = open();
    bridge().state(WEATHER, "{\"temperature\":20}");
    awaitTemperature(bench, 20);
    assertThat(bench.receipts).isNotEmpty();
    bench.commit();
  }

  @Test
  void aThousandDevicesAreTakenInOneList() throws Exception {
    String list = RecordedBridge.devices();
    int from = list.lastIndexOf("{\"date_code\"");
    String one = list.substring(from, list.length() - 1);
    String ieee = one.replaceAll("(?s).*\"ieee_address\":\"(0x[0-9a-f]{16})\".*", "$1");
    String name = one.replaceAll("(?s).*\"friendly_name\":\"([^\"]*)\".*", "$1");
    StringBuilder many = new StringBuilder("[");
    for (int i = 0; i < 1_000; i++) {
      many.append(i == 0 ? "" : ",")
          .append(one.replace(ieee, "0x%016x".formatted(i)).replace(name, "device " + i));
    }
    bridge().devices(many.append(']').toString());
    Bench bench = open();
    assertThat(bench.announced()).hasSize(1_001);
    assertThat(many.length()).isGreaterThan(1 << 20);
    bridge().state("device 999", "{\"linkquality\":11}");
    bench.await("11", () -> Double.valueOf(11).equals(bench.value("device 999#linkquality")));
  }
}
