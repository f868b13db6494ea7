package io.weir.driver.mqtt.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.api.model.Access;
import io.weir.api.model.ValueType;
import io.weir.testing.FakeClock;
import io.weir.testing.Mosquitto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The profiles that come with the gateway, with the messages that their sources show. */
@Timeout(180)
class PresetsTest {
  private static final Path FOLDER = Path.of("../../distrib/profiles");

  @TempDir private Path folder;
  private Mosquitto broker = new Mosquitto(Path.of("."));
  private Site site = new Site(1);

  @BeforeEach
  void begin() throws Exception {
    broker = new Mosquitto(folder).start();
    site = new Site(broker.port);
  }

  @AfterEach
  void end() throws Exception {
    site.close();
    broker.kill();
  }

  private void use(String profile, Map<String, Object> address) throws Exception {
    Map<String, Object> document =
        new JsonMapper()
            .readValue(FOLDER.resolve(profile + ".json").toFile(), new TypeReference<>() {});
    List<Map<String, Object>> channels =
        new JsonMapper().convertValue(document.get("channels"), new TypeReference<>() {});
    assertThat(channels).isNotEmpty();
    channels.forEach(channel -> site.add(channel, address));
    site.start();
  }

  private void publish(String topic, String payload, String... more) throws Exception {
    Device.publish(broker.port, topic, payload, more);
  }

  /** Each channel has one good value by now. */
  private void allGood(String last, int channels) throws Exception {
    site.await(() -> site.last(last) != null);
    site.await(() -> site.rows.size() == channels);
    assertThat(site.rows.values())
        .allSatisfy(rows -> assertThat(rows).last().asString().endsWith(" good"));
    assertThat(site.status()).isEqualTo("OK ");
  }

  @Test
  void tasmotaRelay() throws Exception {
    use("tasmota-relay", Map.of("device", "tasmota"));
    publish("tele/tasmota/LWT", "Online", "-r");
    publish("stat/tasmota/POWER", "OFF");
    publish(
        "tele/tasmota/STATE",
        "{\"Time\":\"2019-10-31T11:14:59\",\"Uptime\":\"0T18:36:12\",\"UptimeSec\":66972,"
            + "\"Vcc\":3.423,\"Heap\":28,\"SleepMode\":\"Dynamic\",\"Sleep\":50,\"LoadAvg\":19,"
            + "\"MqttCount\":6,\"POWER\":\"OFF\",\"Wifi\":{\"AP\":1,\"SSId\":\"Tasmota\","
            + "\"BSSId\":\"00:00:00:00:00:00\",\"Channel\":13,\"RSSI\":100,\"LinkCount\":1,"
            + "\"Downtime\":\"0T00:00:06\"}}");
    allGood("uptime", 4);
    assertThat(site.last("uptime")).isEqualTo("66972 good");
    assertThat(site.last("wifi-quality")).isEqualTo("100.0 good");
    assertThat(site.last("relay")).isEqualTo("false good");
    try (AutoCloseable device =
        Device.answering(broker.port, "cmnd/tasmota/POWER", "stat/tasmota/POWER", "\"$v\"")) {
      assertThat(device).isNotNull();
      site.write("relay", true);
      assertThat(site.read("relay")).isEqualTo("true good");
    }
    publish("tele/tasmota/LWT", "Offline", "-r");
    site.await("relay", "bad/comm");
    site.await("uptime", "bad/comm");
  }

  @Test
  void tasmotaPlug() throws Exception {
    use("tasmota-plug", Map.of("device", "plug"));
    publish("tele/plug/LWT", "Online", "-r");
    publish("stat/plug/POWER", "ON");
    publish("tele/plug/STATE", "{\"POWER\":\"ON\",\"Wifi\":{\"RSSI\":64}}");
    publish(
        "tele/plug/SENSOR",
        "{\"Time\":\"2018-02-04T23:17:01\",\"ENERGY\":{\"Total\":3.185,\"Yesterday\":3.058,"
            + "\"Today\":0.127,\"Power\":0,\"Factor\":0.00,\"Voltage\":221,\"Current\":0.000}}");
    allGood("energy", 9);
    assertThat(site.last("energy")).isEqualTo("3.185 good");
    assertThat(site.last("voltage")).isEqualTo("221.0 good");
    assertThat(site.last("relay-reported")).isEqualTo("true good");
  }

  @Test
  void tasmotaClimate() throws Exception {
    use("tasmota-climate", Map.of("device", "th", "var-sensor", "AM2301"));
    publish("tele/th/LWT", "Online", "-r");
    publish("tele/th/STATE", "{\"Wifi\":{\"RSSI\":64}}");
    publish(
        "tele/th/SENSOR",
        "{\"Time\":\"2018-02-01T22:52:09\",\"AM2301\":{\"Temperature\":15.5,\"Humidity\":50.6},"
            + "\"TempUnit\":\"C\"}");
    allGood("humidity", 3);
    assertThat(site.last("temperature")).isEqualTo("15.5 good");
  }

  @Test
  void shellyGen1Relay() throws Exception {
    use("shelly-gen1-relay", Map.of("device", "shelly1pm-B1A2C3"));
    String base = "shellies/shelly1pm-B1A2C3/";
    publish(base + "online", "true", "-r");
    publish(base + "relay/0", "off");
    publish(base + "relay/0/power", "17.42");
    publish(base + "relay/0/energy", "1800");
    publish(base + "temperature", "31.25");
    publish(base + "overtemperature", "0");
    allGood("overtemperature", 5);
    assertThat(site.last("power")).isEqualTo("17.42 good");
    assertThat(site.last("energy")).as("Wh of watt-minutes").isEqualTo("30.0 good");
    assertThat(site.last("overtemperature")).isEqualTo("false good");
    try (AutoCloseable device =
        Device.answering(broker.port, base + "relay/0/command", base + "relay/0", "\"$v\"")) {
      assertThat(device).isNotNull();
      site.write("relay", true);
      assertThat(site.read("relay")).isEqualTo("true good");
    }
    publish(base + "relay/0", "overpower");
    site.await("relay", "bad/device");
    assertThat(site.status())
        .isEqualTo(
            "DEGRADED device/relay: 'overpower', which is neither 'on' nor 'off' in "
                + base
                + "relay/0");
    publish(base + "online", "false", "-r");
    site.await("power", "bad/comm");
  }

  @Test
  void shellyGen2Switch() throws Exception {
    use("shelly-gen2-switch", Map.of("device", "shellyplus1pm-a8032abe"));
    String base = "shellyplus1pm-a8032abe/";
    publish(base + "online", "true", "-r");
    String status =
        "{\"id\":0,\"source\":\"init\",\"output\":%s,\"apower\":8.9,\"voltage\":237.5,"
            + "\"current\":0.05,\"aenergy\":{\"total\":6.532,\"by_minute\":[45.199,47.141,88.397],"
            + "\"minute_ts\":1626935779},\"temperature\":{\"tC\":23.5,\"tF\":74.4}}";
    publish(base + "status/switch:0", status.formatted("false"));
    allGood("device-temperature", 6);
    assertThat(site.last("switch")).isEqualTo("false good");
    assertThat(site.last("energy")).isEqualTo("6.532 good");
    assertThat(site.last("device-temperature")).isEqualTo("23.5 good");
    String answer = "'" + status.formatted("true") + "'";
    try (AutoCloseable device =
        Device.answering(
            broker.port, base + "command/switch:0", base + "status/switch:0", answer)) {
      assertThat(device).isNotNull();
      site.write("switch", true);
      assertThat(site.read("switch")).isEqualTo("true good");
    }
  }

  @Test
  void shellyGen2Rpc() throws Exception {
    site.clock.set(100_000_000);
    use("shelly-gen2-rpc", Map.of("device", "shellyplus1pm-a8032abe"));
    String base = "shellyplus1pm-a8032abe/";
    publish(base + "online", "true", "-r");
    double ts = (FakeClock.DEFAULT_OFFSET + 90_000_000) / 1e6;
    String frame =
        "{\"src\":\"shellyplus1pm-a8032abe\",\"dst\":\"shellyplus1pm-a8032abe/events\","
            + "\"method\":\"NotifyStatus\",\"params\":{\"ts\":%.2f,\"switch:0\":%s}}";
    publish(
        base + "events/rpc",
        frame.formatted(
            ts,
            "{\"id\":0,\"output\":true,\"apower\":8.9,\"voltage\":237.5,\"current\":0.05,"
                + "\"aenergy\":{\"total\":6.5},\"temperature\":{\"tC\":23.5}}"));
    publish(base + "events/rpc", frame.formatted(ts + 1, "{\"id\":0,\"apower\":9.5}"));
    site.await("power", "9.5 good");
    assertThat(site.rows).hasSize(6);
    assertThat(site.rows.get("switch")).containsExactly("true good");
    assertThat(site.times.get("power")).containsExactly(90_000_000L, 91_000_000L);
    assertThat(site.status()).isEqualTo("OK ");
    try (AutoCloseable device = Device.answering(broker.port, base + "rpc", "heard", "\"$v\"")) {
      assertThat(device).isNotNull();
      Site other = new Site(broker.port, Map.of("client_id", "other"));
      other.add("heard", ValueType.TEXT, Access.R, Map.of("topic", "heard", "retained", "good"));
      other.start();
      site.write("switch", false);
      other.await(
          "heard",
          "{\"id\":1,\"src\":\"weir\",\"method\":\"Switch.Set\",\"params\":{\"id\":0,\"on\":false}}"
              + " good");
      other.close();
    }
  }

  @Test
  void mqttJson() throws Exception {
    use("mqtt-json", Map.of("base", "garden/sensor"));
    publish("garden/sensor", "{\"temperature\":4.5,\"humidity\":93,\"battery\":77,\"rssi\":-70}");
    site.await("battery", "77.0 good");
    assertThat(site.rows).containsOnlyKeys("temperature", "humidity", "battery");
    assertThat(site.read("pressure")).isEqualTo("bad/stale");
  }
}
