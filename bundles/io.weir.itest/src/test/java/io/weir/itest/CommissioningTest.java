package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person does at the cabinet, by the calls the console makes: find, prove, save, see. */
class CommissioningTest {
  private static Site site;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    site = new Site("commissioning", "200ms");
    site.gateway.write("io.weir.driver.host~gateway.cfg.json", "{}");
    site.gateway.write(
        "io.weir.driver.modbus~line.cfg.json",
        "{\"transport\":\"rtu\",\"port.name\":\"/dev/serial/by-id/not-there\",\"baud\":9600}");
    site.gateway.write(
        "io.weir.server.modbus~scada.cfg.json",
        """
        { "port": 0, "writable": true,
          "map": [ "holding 0 float32 boiler/flow-temp", "holding 3 uint16 boiler/setpoint rw" ] }
        """);
    site.gateway.start();
    api = new Api(site.gateway).signIn();
    Eventually.until(
        "a boiler", () -> api.get("devices/boiler").get("state").textValue().equals("ok"));
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void aUnitIsFoundARegisterProvedAndADeviceMadeOfIt() throws Exception {
    api.post("connections/plant/scan", "{\"units\":\"1-2\",\"table\":\"input\"}", 202);
    JsonNode scan =
        Eventually.get(
            "the end of the scan",
            () -> {
              JsonNode now = api.get("connections/plant/scan");
              return now.get("state").textValue().equals("done") ? now : null;
            });
    assertThat(scan.at("/findings/0/address/unit").intValue()).isEqualTo(1);

    site.slave.temperature(417);
    JsonNode reading =
        api.post(
            "connections/plant/read",
            "{\"address\":{\"unit\":1,\"table\":\"input\",\"register\":2,\"length\":1}}",
            200);
    assertThat(reading.at("/raw/0").textValue()).isEqualTo("0x01A1");

    String device =
        """
        { "id": "probe", "connection": "plant", "period": "200ms", "address": { "unit": 1 },
          "channels": [ { "id": "temp", "scale": 0.1,
            "address": { "table": "input", "register": 2, "type": "int16" } } ] }
        """;
    JsonNode plan = api.post("connections/plant/plan", device, 200);
    assertThat(plan.get("reads").toString()).contains("probe/temp");
    save("devices/probe?check=true", device, 200);
    assertThat(api.code("devices/probe")).isEqualTo(404);
    save("devices/probe", device, 200);
    Eventually.until(
        "41.7 degrees",
        () -> api.get("live?channel=probe/temp").at("/values/0/value").asDouble() == 41.7);
    assertThat(api.get("devices/probe/document").get("id").textValue()).isEqualTo("probe");
    assertThat(save("devices/probe", device.replace("int16", "int17"), 422).toString())
        .contains("/channels/0/address/type", "int17");
    assertThat(api.get("live?channel=probe/temp").at("/values/0/value").asDouble()).isEqualTo(41.7);
  }

  @Test
  void aTableOfChannelsTellsItsBadRows() throws Exception {
    JsonNode imported =
        api.change(
            "POST",
            "import/channels?connection=plant&partial=true",
            "text/csv",
            """
            id;scale;address.table;address.register;address.type
            a;0.1;holding;1;uint16
            b;0,1;holding;2;uint16
            c;0.1;holding;70000;uint16
            """,
            200);
    assertThat(imported.get("channels")).hasSize(1);
    assertThat(imported.at("/problems/0/line").intValue()).isEqualTo(3);
    assertThat(imported.at("/problems/1/column").textValue()).isEqualTo("address.register");
    assertThat(imported.at("/problems/1/value").textValue()).isEqualTo("70000");
  }

  @Test
  void profilesShipAndADeviceCanNameOne() throws Exception {
    JsonNode profiles = api.get("profiles").get("profiles");
    assertThat(profiles.size()).isGreaterThanOrEqualTo(25);
    JsonNode meter = api.get("profiles/eastron-sdm630");
    assertThat(meter.get("channels").size()).isPositive();
    save(
        "devices/meter",
        "{\"id\":\"meter\",\"connection\":\"line\",\"profile\":\"eastron-sdm630\","
            + "\"address\":{\"unit\":7}}",
        200);
    assertThat(api.get("devices/meter").get("channels")).hasSize(meter.get("channels").size());
    JsonNode plan = api.get("connections/line/plan");
    assertThat(plan.get("timed").booleanValue()).isTrue();
    assertThat(plan.get("utilisation").doubleValue()).isPositive();
    assertThat(api.get("connections/line").get("message").textValue()).contains("no such port");
  }

  @Test
  void aLocalScadaSeesAndWritesWhatItMay() throws Exception {
    int port =
        Eventually.get(
            "the server's port",
            () -> {
              int found = api.part("modbus-server/scada").at("/counters/port").asInt();
              return found == 0 ? null : found;
            });
    site.slave.temperature(655);
    Eventually.until(
        "65.5 degrees",
        () -> mbpoll(port, "-t", "4:float", "-B", "-r", "0", "127.0.0.1").contains("65.5"));
    assertThat(mbpoll(port, "-t", "4", "-r", "3", "127.0.0.1", "55"))
        .contains("Written 1 references");
    assertThat(site.slave.setpoint()).isEqualTo(55);
    assertThat(mbpoll(port, "-t", "4", "-r", "3", "127.0.0.1", "95"))
        .as("above the limit of the channel")
        .doesNotContain("Written 1 references");
    assertThat(site.slave.setpoint()).isEqualTo(55);
    assertThat(api.get("events").toString()).contains("boiler/setpoint");
  }

  private static String mbpoll(int port, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("mbpoll", "-0", "-1", "-o", "10", "-p", String.valueOf(port)));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  @Test
  void theGatewayMeasuresItself() throws Exception {
    save(
        "devices/self",
        """
        { "id": "self", "connection": "gateway", "period": "200ms", "channels": [
          { "id": "memory", "unit": "By", "address": { "measure": "process-memory" } } ] }
        """,
        200);
    Eventually.until(
        "its memory",
        () -> api.get("live?channel=self/memory").at("/values/0/value").asLong() > 10_000_000);
    Path file = site.gateway.etc().resolve("devices/self.json");
    assertThat(Files.exists(file)).isTrue();
    api.change("DELETE", "devices/self", "application/json", "", 204);
    assertThat(Files.exists(file)).isFalse();
    assertThat(api.code("devices/self")).isEqualTo(404);
  }

  private static JsonNode save(String path, String document, int expected) throws Exception {
    return api.change("PUT", path, "application/json", document, expected);
  }
}
