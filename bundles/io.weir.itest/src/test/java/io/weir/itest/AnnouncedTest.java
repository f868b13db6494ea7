package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One gateway whose configuration names a broker and ports and not one device: those make
 * themselves known. Mosquitto's and libcoap's clients are the devices.
 */
@Execution(ExecutionMode.CONCURRENT)
class AnnouncedTest {
  private static final String HALL = "zigbee2mqtt/hall/Klima Größe";

  private static final String ZIGBEE_DEVICES =
      """
      [{"ieee_address":"0x00124b0000000001","type":"Coordinator","friendly_name":"Coordinator",
        "supported":true,"disabled":false,"interview_completed":true,"definition":null},
       {"ieee_address":"0x00158d0001a2b3c4","type":"EndDevice","friendly_name":"hall/Klima Größe",
        "supported":true,"disabled":false,"interview_completed":true,
        "definition":{"model":"X1","vendor":"Acme","description":"Climate","options":[],
          "exposes":[{"type":"numeric","name":"temperature","label":"Temperature",
            "property":"temperature","unit":"°C","access":1}]}}]
      """;

  private static final String KITCHEN =
      """
      {"name":"Temperature","unique_id":"kitchen-t","state_topic":"kitchen/state",
       "unit_of_measurement":"°C","value_template":"{{ value_json.t }}",
       "device":{"identifiers":["kitchen-1"],"name":"Kitchen","manufacturer":"Acme","model":"K"}}
      """;

  private static Path directory = Path.of("");
  private static Mosquitto mosquitto;
  private static GatewayProcess gateway;
  private static Api api;
  private static int plainPort;
  private static int securePort;
  private static int lwm2mPort;

  @BeforeAll
  static void start() throws Exception {
    directory = Site.fresh("announced");
    mosquitto = new Mosquitto(directory);
    publish("zigbee2mqtt/bridge/state", "{\"state\":\"online\"}");
    publish("zigbee2mqtt/bridge/info", "{\"version\":\"2.14.1\",\"permit_join\":false}");
    publish("zigbee2mqtt/bridge/groups", "[]");
    publish("zigbee2mqtt/bridge/devices", ZIGBEE_DEVICES);
    publish("homeassistant/sensor/kitchen/temperature/config", KITCHEN);
    plainPort = Peer.freePort();
    securePort = Peer.freePort();
    lwm2mPort = Peer.freePort();
    gateway = new GatewayProcess(directory);
    String broker = "{\"host\":\"127.0.0.1\",\"port\":%d}".formatted(mosquitto.port());
    gateway.write("io.weir.driver.zigbee~home.cfg.json", broker);
    gateway.write("io.weir.driver.mqtt~site.cfg.json", broker);
    gateway.write(
        "io.weir.driver.coap.server~field.cfg.json",
        """
        { "address": "127.0.0.1", "port": %d, "plain.port": %d, "accept": "all",
          "psk": ["sensor-7=secret:sensor-7-key"] }
        """
            .formatted(securePort, plainPort));
    gateway.write(
        "io.weir.driver.lwm2m~meters.cfg.json",
        "{\"address\":\"127.0.0.1\",\"port\":0,\"plain.port\":%d}".formatted(lwm2mPort));
    gateway.write("secrets/sensor-7-key.secret", "open-sesame");
    gateway.start();
    api = new Api(gateway).signIn();
  }

  @AfterAll
  static void stop() {
    try {
      if (gateway != null) {
        gateway.close();
      }
    } finally {
      mosquitto.close();
    }
  }

  @Test
  void aZigbeeDeviceIsThereWithItsValue() throws Exception {
    isLive("hall-klima-groesse/temperature", 21.5, HALL, "{\"temperature\":21.5}");
    JsonNode device = api.get("devices/hall-klima-groesse");
    assertThat(device.get("name").textValue()).isEqualTo("hall/Klima Größe");
  }

  @Test
  void aDeviceOfHomeAutomationIsThereWithItsValue() throws Exception {
    isLive("kitchen/temperature", 19.25, "kitchen/state", "{\"t\":19.25}");
  }

  @Test
  void aCoapDeviceIsThereWithItsValue() throws Exception {
    isTaken("coap://127.0.0.1:" + plainPort + "/freezer/temp", "-18.5");
    Eventually.until("minus 18.5 degrees", () -> isGood("freezer/temp", -18.5));
  }

  @Test
  void aCoapDeviceWithAKeyIsThereAndAnotherKeyIsNot() throws Exception {
    String url = "coaps://127.0.0.1:" + securePort + "/sensor-7/level";
    assertThat(put(url, "42", "-u", "sensor-7", "-k", "wrong-sesame")).doesNotContain("2.04");
    isTaken(url, "43", "-u", "sensor-7", "-k", "open-sesame");
    Eventually.until("level 43", () -> isGood("sensor-7/level", 43));
    String other = "coaps://127.0.0.1:" + securePort + "/freezer/level";
    assertThat(put(other, "1", "-u", "sensor-7", "-k", "open-sesame")).contains("4.03");
  }

  @Test
  void anLwm2mDeviceThatRegistersWaitsToBeAccepted() {
    String url = "coap://127.0.0.1:" + lwm2mPort + "/rd?ep=meter-5&lt=300&lwm2m=1.0&b=U";
    List<String> command =
        List.of(
            "coap-client-gnutls",
            "-m",
            "post",
            "-t",
            "40",
            "-B",
            "30",
            "-v",
            "6",
            "-e",
            "</1/0>,</3303/0>",
            url);
    Eventually.until("2.01 Created", () -> run(command).contains("2.01"));
    Eventually.until(
        "meter-5 among the announced", () -> api.get("announced").toString().contains("meter-5"));
  }

  /** A device may have spoken before it was known; it speaks again as real ones do. */
  private static void isLive(String channel, double value, String topic, String payload) {
    Eventually.until(
        channel,
        () -> {
          publish(topic, payload);
          return isGood(channel, value);
        });
  }

  /** The first time it is told to come again, for it is not known yet. */
  private static void isTaken(String url, String payload, String... more) {
    Eventually.until(url, () -> put(url, payload, more).contains("2.04"));
  }

  private static boolean isGood(String channel, double value) throws Exception {
    JsonNode live = api.get("live?channel=" + channel).at("/values/0");
    return live.path("quality").asText().equals("good") && live.path("value").asDouble() == value;
  }

  private static void publish(String topic, String payload)
      throws IOException, InterruptedException {
    run(
        List.of(
            "mosquitto_pub",
            "-p",
            String.valueOf(mosquitto.port()),
            "-q",
            "1",
            "-r",
            "-t",
            topic,
            "-m",
            payload));
  }

  /** What libcoap's client says of it. */
  private static String put(String url, String payload, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("coap-client-gnutls", "-m", "put", "-t", "0", "-B", "30", "-v", "6"));
    command.addAll(List.of(more));
    command.addAll(List.of("-e", payload, url));
    return run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
