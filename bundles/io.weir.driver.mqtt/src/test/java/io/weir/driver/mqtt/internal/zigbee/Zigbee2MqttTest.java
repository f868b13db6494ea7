package io.weir.driver.mqtt.internal.zigbee;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.testing.Mosquitto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Against a real zigbee2mqtt with a virtual radio, by way of a real broker. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(900)
class Zigbee2MqttTest {
  private static final String WEATHER = "0x00158d00a0000002";

  @TempDir private static Path folder;
  private @Nullable Mosquitto startedBroker;
  private @Nullable Zigbee2Mqtt startedBridge;
  private @Nullable Bench openBench;

  @BeforeAll
  void start() throws Exception {
    startedBroker = new Mosquitto(folder).start();
    startedBridge = Zigbee2Mqtt.seeded(folder, broker()).start();
  }

  @AfterAll
  void stop() throws Exception {
    if (startedBridge != null) {
      startedBridge.kill();
    }
    if (startedBroker != null) {
      startedBroker.kill();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    openBench = new Bench(broker().port, Map.of("timeout.ms", 2_500)).connect().accept();
  }

  @AfterEach
  void close() {
    if (openBench != null) {
      openBench.close();
    }
  }

  private Mosquitto broker() {
    return requireNonNull(startedBroker);
  }

  private Zigbee2Mqtt bridge() {
    return requireNonNull(startedBridge);
  }

  private Bench bench() {
    return requireNonNull(openBench);
  }

  @Test
  void fromDiscoveryToALiveValueNothingIsConfigured() throws Exception {
    assertThat(bench().announced()).hasSizeGreaterThan(50);
    assertThat(bench().announced("Küche Wetter").channels()).hasSizeGreaterThan(4);
    bridge().report(WEATHER, "msTemperatureMeasurement", "{\"measuredValue\":2150}");
    bench()
        .await(
            "21.5", () -> Double.valueOf(21.5).equals(bench().value("Küche Wetter#temperature")));
    assertThat(bench().channel("Küche Wetter#temperature").info().unit()).isEqualTo("°C");
  }

  /** Every model tells something, and every row is what its message says. */
  @Test
  void fortyModelsAreReadAsTheBridgePublishesThem() throws Exception {
    Set<String> told = new TreeSet<>();
    try (RawListener raw = new RawListener(broker().port, folder).listen()) {
      for (Announced device : devices()) {
        for (String report : Reports.ALL) {
          bridge().radio(report.replace("IEEE", ieee(device)));
        }
      }
      // Reported last: once it is there everything before it is.
      bridge().report(WEATHER, "msTemperatureMeasurement", "{\"measuredValue\":-1234}");
      bench().await("all", () -> isThere("Küche Wetter#temperature", -12.34));
      // Behind all that the driver has taken.
      raw.publish("zigbee2mqtt/Küche Wetter", "{\"marker\":1}", false);
      raw.awaitValue("zigbee2mqtt/Küche Wetter", "marker", 1);
      for (Announced device : devices()) {
        for (Channel channel : bench().channels().values()) {
          if (channel.address().get("ieee") != null
              && ieee(device).equals(channel.address().get("ieee"))
              && channel.access().isReadable()) {
            Bench.Row row = bench().row(channel.id());
            boolean isGood = raw.check(device.name(), channel, row);
            if (isGood && !channel.id().endsWith("#linkquality")) {
              told.add(device.model());
            }
          }
        }
      }
    }
    assertThat(told).hasSizeGreaterThanOrEqualTo(40);
    assertThat(bench().counter("wrong-values")).isZero();
    assertThat(bench().counter("malformed")).isZero();
  }

  /** Whatever can be set and read is set to another value, and the device's state says so. */
  @Test
  void whatCanBeSetIsSetAndConfirmed() throws Exception {
    Set<String> done = new TreeSet<>();
    List<String> failed = new ArrayList<>();
    for (Channel channel : List.copyOf(bench().channels().values())) {
      if (channel.access() != Access.RW || "$name".equals(channel.address().get("property"))) {
        continue;
      }
      String id = channel.id();
      Object value = sample(channel);
      if (value == null) {
        continue;
      }
      try {
        bench().write(id, value);
        done.add(id);
        bench().await(id, () -> value.equals(bench().value(id)));
      } catch (DriverException e) {
        failed.add(id + " = " + value + ": " + e.getMessage());
      }
    }
    assertThat(done).as("not: %s", failed).hasSizeGreaterThanOrEqualTo(70);
    Set<String> models = new TreeSet<>();
    done.forEach(id -> models.add(bench().announced(id.substring(0, id.indexOf('#'))).model()));
    assertThat(models).as("not: %s", failed).hasSizeGreaterThanOrEqualTo(25);
  }

  @Test
  void aDeviceIsRenamedByItsNameAndStaysTheSame() throws Exception {
    String id = "BASICZBR3_24#name";
    Map<String, Object> address = bench().announced("BASICZBR3_24").address();
    bench().write(id, "cellar/pump über 2");
    bench().await("the name", () -> isThere(id, "cellar/pump über 2"));
    assertThat(bench().announced("cellar/pump über 2").address()).isEqualTo(address);
    bridge().report(String.valueOf(address.get("ieee")), "genOnOff", "{\"onOff\":1}");
    bench().await("on", () -> isThere("BASICZBR3_24#state", true));
    assertThatThrownBy(() -> bench().write(id, "Küche Wetter"))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("zigbee2mqtt");
    assertThatThrownBy(() -> bench().write(id, "a/#")).isInstanceOf(RejectedException.class);
  }

  @Test
  void aColourIsSetAsAWholeAndThenByItsParts() throws Exception {
    bench().write("LED1924G9_12#color", "{\"x\":0.3,\"y\":0.32}");
    bench().await("y", () -> isThere("LED1924G9_12#color.y", 0.32));
    bench().write("LED1924G9_12#color.x", 0.25);
    bench().await("x", () -> isThere("LED1924G9_12#color.x", 0.25));
    assertThat(bench().value("LED1924G9_12#color.y")).isEqualTo(0.32);
  }

  @Test
  void aCoverMovesByCommand() throws Exception {
    bench().write("ZNCLDJ11LM_8#position", 40.0);
    bench().write("ZNCLDJ11LM_8#state.command", "OPEN");
    bench().await("open", () -> isThere("ZNCLDJ11LM_8#position", 100.0));
    bench().write("ZNCLDJ11LM_8#state.command", "STOP");
  }

  @Test
  void aDeviceIsRemoved() throws Exception {
    String id = "EMIZB-132_53#linkquality";
    String ieee = ieee(bench().announced("EMIZB-132_53"));
    bridge().report(ieee, "seMetering", "{\"currentSummDelivered\":1}");
    bench().await("a value", () -> bench().value(id) != null);
    bench().write("zigbee2mqtt#remove", "EMIZB-132_53");
    bench().await("its end", () -> bench().quality(id).equals("bad/config"));
    assertThat(devices()).noneMatch(each -> each.name().equals("EMIZB-132_53"));
  }

  @Test
  void aDeviceThatDoesNotAnswerFailsTheWriteWithTheBridgesWords() throws Exception {
    String ieee = ieee(bench().announced("S31ZB_23"));
    assertThat(bridge().radio("{\"device\":\"" + ieee + "\",\"silent\":true}")).isEqualTo("ok");
    assertThatThrownBy(() -> bench().write("S31ZB_23#state", true))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("no answer from " + ieee);
    assertThat(bridge().radio("{\"device\":\"" + ieee + "\",\"silent\":false}")).isEqualTo("ok");
    bench().write("S31ZB_23#state", true);
    bench().await("on", () -> isThere("S31ZB_23#state", true));
  }

  @Test
  void joiningIsPermittedForATime() throws Exception {
    bench().write("zigbee2mqtt#permit-join", 60.0);
    bench().await("open", () -> isThere("zigbee2mqtt#joining", true));
    bench().write("zigbee2mqtt#permit-join", 0.0);
    bench().await("shut", () -> isThere("zigbee2mqtt#joining", false));
    assertThat(bench().value("zigbee2mqtt#joining-left")).isEqualTo(0.0);
    assertThat(bench().value("zigbee2mqtt#version")).isEqualTo("2.14.1");
  }

  @Test
  void theBridgeMayStopAndComeBack() throws Exception {
    bridge().report(WEATHER, "msTemperatureMeasurement", "{\"measuredValue\":2000}");
    bench().await("20", () -> isThere("Küche Wetter#temperature", 20.0));
    bridge().stop();
    assertThat(bench().awaitLoss()).contains("offline");
    assertThat(bench().quality("Küche Wetter#temperature")).isEqualTo("bad/comm");
    assertThat(bench().announced("Küche Wetter").presence()).isEqualTo(Presence.UNKNOWN);
    bridge().start();
    bench().reconnect();
    bridge().report(WEATHER, "msTemperatureMeasurement", "{\"measuredValue\":2300}");
    bench().await("23", () -> isThere("Küche Wetter#temperature", 23.0));
    bench().await("online", () -> bench().announced("Küche Wetter").presence() == Presence.ONLINE);
  }

  /** It takes zigbee2mqtt more than a minute to come back. */
  @Test
  @EnabledIfSystemProperty(named = "weir.slow", matches = "true")
  void theBrokerMayDieAndComeBack() throws Exception {
    broker().kill();
    assertThat(bench().awaitLoss()).contains("mqtt://127.0.0.1");
    broker().start();
    bench().reconnect();
    bridge().report(WEATHER, "msTemperatureMeasurement", "{\"measuredValue\":2700}");
    bench().await("27", () -> isThere("Küche Wetter#temperature", 27.0));
  }

  private @Nullable Object sample(Channel channel) {
    return switch (channel.info().type()) {
      case BOOLEAN -> true;
      case DOUBLE -> {
        double least = Double.isFinite(channel.writeMin()) ? channel.writeMin() : 0;
        double most = Double.isFinite(channel.writeMax()) ? channel.writeMax() : least + 10;
        yield Math.floor((least + most) / 2);
      }
      default -> null;
    };
  }

  private boolean isThere(String id, Object value) {
    return value.equals(bench().value(id));
  }

  private List<Announced> devices() {
    return bench().announced().stream().filter(each -> each.address().containsKey("ieee")).toList();
  }

  private static String ieee(Announced device) {
    return String.valueOf(device.address().get("ieee"));
  }
}
