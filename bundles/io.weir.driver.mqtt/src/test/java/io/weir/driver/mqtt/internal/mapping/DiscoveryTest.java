package io.weir.driver.mqtt.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.testing.Mosquitto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices that announce themselves as Home Assistant wants it, through a real broker. */
@Timeout(240)
class DiscoveryTest {
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

  private void publish(String topic, String payload, String... more) throws Exception {
    Device.publish(broker.port, topic, payload, more);
  }

  private static Map<String, Object> json(String text) throws Exception {
    return new JsonMapper().readValue(text, new TypeReference<>() {});
  }

  /** Uses all that is announced, as the gateway does with what it accepts. */
  private void accept() throws Exception {
    site.forgetChannels();
    for (Announced device : site.announced()) {
      for (String channel : device.channels()) {
        site.add(json(channel), device.address());
      }
    }
    site.listen();
  }

  /** The example of the documentation: two sensors of one message. */
  @Test
  void twoSensorsOfOneDevice() throws Exception {
    assertThat(site.driver.announced()).isNull();
    String device =
        "\"device\":{\"identifiers\":[\"bedroom01ae\"],\"name\":\"Bedroom\","
            + "\"manufacturer\":\"Example\",\"model\":\"X2\",\"sw_version\":\"1.0\"}";
    publish(
        "homeassistant/sensor/sensorBedroomT/config",
        "{\"device_class\":\"temperature\",\"state_topic\":\"homeassistant/sensor/sensorBedroom/"
            + "state\",\"unit_of_measurement\":\"°C\",\"value_template\":\"{{ value_json.temperature"
            + "}}\",\"unique_id\":\"temp01ae\","
            + device
            + "}",
        "-r");
    publish(
        "homeassistant/sensor/sensorBedroomH/config",
        "{\"device_class\":\"humidity\",\"name\":\"Humidity\",\"state_topic\":\"homeassistant/sensor"
            + "/sensorBedroom/state\",\"unit_of_measurement\":\"%\",\"value_template\":\"{{ "
            + "value_json.humidity}}\",\"unique_id\":\"hum01ae\","
            + device
            + "}",
        "-r");
    site.start();
    site.await(() -> site.announced().size() == 1 && channels().size() == 2);
    Announced found = site.announced().get(0);
    assertThat(found.name()).isEqualTo("Bedroom");
    assertThat(found.model()).isEqualTo("Example X2");
    assertThat(found.metadata()).containsEntry("firmware", "1.0");
    assertThat(found.address()).isEqualTo(Map.of("device", "bedroom01ae"));
    assertThat(found.presence()).isEqualTo(Presence.UNKNOWN);
    assertThat(site.told).hasPositiveValue();
    accept();
    publish(
        "homeassistant/sensor/sensorBedroom/state",
        "{ \"temperature\": 23.20, \"humidity\": 43.70 }");
    site.await("sensorbedroomt", "23.2 good");
    site.await("sensorbedroomh", "43.7 good");
    assertThat(site.status()).isEqualTo("OK ");
  }

  private List<String> channels() {
    return site.announced().stream().flatMap(each -> each.channels().stream()).toList();
  }

  @Test
  void aDeviceWithItsComponentsInOneMessage() throws Exception {
    publish(
        "homeassistant/device/kitchen/config",
        "{\"dev\":{\"ids\":\"ea334450945afc\",\"name\":\"Kitchen\",\"mf\":\"Bla electronics\","
            + "\"mdl\":\"xya\",\"sw\":\"1.0\",\"sn\":\"ea334450945afc\",\"hw\":\"1.0rev2\"},"
            + "\"o\":{\"name\":\"bla2mqtt\",\"sw\":\"2.1\"},\"cmps\":{\"id1\":{\"p\":\"sensor\","
            + "\"device_class\":\"temperature\",\"unit_of_measurement\":\"°C\",\"value_template\":"
            + "\"{{ value_json.temperature}}\",\"unique_id\":\"t\"},\"id2\":{\"p\":\"sensor\","
            + "\"device_class\":\"humidity\",\"unit_of_measurement\":\"%\",\"value_template\":"
            + "\"{{ value_json.humidity}}\",\"unique_id\":\"h\"},\"gone\":{\"p\":\"sensor\"}},"
            + "\"avty\":[{\"t\":\"kitchen/lwt\"}],\"state_topic\":\"kitchen/state\",\"qos\":2}",
        "-r");
    publish("kitchen/lwt", "online", "-r");
    site.start();
    site.await(
        () -> channels().size() == 2 && site.announced().get(0).presence() == Presence.ONLINE);
    assertThat(site.announced().get(0).metadata())
        .containsEntry("serial number", "ea334450945afc")
        .containsEntry("announced by", "bla2mqtt");
    accept();
    publish("kitchen/state", "{\"temperature\": 20, \"humidity\": 50}");
    site.await("id2", "50.0 good");
    site.await("id1", "20.0 good");
    int told = site.told.get();
    publish("kitchen/lwt", "offline", "-r");
    site.await("id1", "bad/comm");
    assertThat(site.announced().get(0).presence()).isEqualTo(Presence.OFFLINE);
    assertThat(site.told.get()).isGreaterThan(told);
    publish("homeassistant/device/kitchen/config", "", "-r");
    site.await(() -> site.announced().isEmpty());
  }

  @Test
  void aSwitchByShortNamesAndABaseTopicIsWrittenAndRead() throws Exception {
    publish(
        "homeassistant/switch/irrigation/config",
        "{\"~\": \"homeassistant/switch/irrigation\", \"name\": \"garden\", \"cmd_t\": \"~/set\","
            + " \"stat_t\": \"~/state\"}",
        "-r");
    site.start();
    site.await(() -> channels().size() == 1);
    assertThat(site.announced().get(0).name()).isEqualTo("garden");
    assertThat(site.announced().get(0).address()).isEqualTo(Map.of("device", "switch/irrigation"));
    accept();
    try (AutoCloseable device =
        Device.answering(
            broker.port,
            "homeassistant/switch/irrigation/set",
            "homeassistant/switch/irrigation/state",
            "\"$v\"")) {
      assertThat(device).isNotNull();
      site.write("irrigation", true);
      site.await("irrigation", "true good");
      site.write("irrigation", false);
      site.await("irrigation", "false good");
    }
  }

  @Test
  void whatIsNotUnderstoodSaysSoAndHasNoValue() throws Exception {
    site.start();
    publish(
        "homeassistant/sensor/n/a/config",
        "{\"stat_t\":\"s\",\"val_tpl\":\"{{ value_json.x | timestamp_local }}\",\"dev\":{\"ids\":[\"d\"]}}");
    publish("homeassistant/vacuum/n/b/config", "{\"stat_t\":\"s\",\"dev\":{\"ids\":[\"d\"]}}");
    publish(
        "homeassistant/sensor/n/c/config",
        "{\"stat_t\":\"s\",\"stat_cla\":\"measurement\",\"val_tpl\":\"{{ value_json.y }}\","
            + "\"dev\":{\"ids\":[\"d\"]}}");
    site.await(() -> channels().size() == 3);
    assertThat(site.count("not-understood")).isEqualTo(2);
    assertThat(site.announced().get(0).metadata())
        .containsEntry("not understood of b", "'vacuum' is not understood")
        .containsEntry(
            "not understood of a",
            "template {{ value_json.x | timestamp_local }}: the filter 'timestamp_local' is not"
                + " understood");
    accept();
    publish("s", "{\"x\": 1, \"y\": 2}");
    site.await("c", "2.0 good");
    assertThat(site.rows).containsOnlyKeys("c");
    assertThat(site.status()).contains("is not understood").endsWith("and 1 more");
  }

  @Test
  void whatCannotBeReadIsRefusedAndCounted() throws Exception {
    site.start();
    List<String> bad =
        List.of("{", "[]", "7", "[".repeat(10_000), "{\"device\":{}}{}", "{\"state_topic\":1,}");
    for (String payload : bad) {
      publish("homeassistant/sensor/x/config", payload);
    }
    publish("homeassistant/device/x/config", "{\"device\":{\"ids\":\"x\"}}");
    site.await(() -> site.count("refused") == bad.size() + 1);
    assertThat(site.driver.announced()).isNull();
    publish("homeassistant/sensor/x/config", "{\"stat_t\":\"s\"}");
    site.await(() -> site.announced().size() == 1);
  }

  /** As many as there may be, kept by the broker, after a start. */
  @Test
  void thereAreNeverMoreThanTheMost() throws Exception {
    int most = AnnouncingDriver.MAX_DEVICES;
    site.start();
    for (int part = 0; part < 3; part++) {
      StringBuilder script = new StringBuilder();
      for (int i = part * 1_000; i < part * 1_000 + 1_000; i++) {
        script.append("homeassistant/sensor/d").append(i).append("/config\n");
      }
      Device.publishEach(broker.port, script.toString(), "{\"stat_t\":\"s\"}");
      site.work();
    }
    site.await(() -> site.count("refused") == 1_000);
    assertThat(site.announced()).hasSize(most);
    assertThat(site.status()).contains("there are 2000 devices already");
    try (Site second = new Site(broker.port, Map.of("client_id", "second"))) {
      second.start();
      second.await(() -> second.count("messages") == 3_000);
      assertThat(second.announced()).hasSize(most);
      assertThat(second.count("dropped")).isZero();
    }
  }
}
