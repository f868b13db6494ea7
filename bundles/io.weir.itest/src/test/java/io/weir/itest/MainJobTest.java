package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gateway is for, from a Modbus slave to an MQTT broker, seen and steered by REST. */
class MainJobTest {
  private static Site site;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    site = new Site("main-job", "200ms");
    site.gateway.write(
        "rules/overheat.json",
        """
        { "id": "overheat", "name": "Bypass opens", "inputs": { "temp": "boiler/flow-temp" },
          "when": "temp > 85.0", "until": "temp < 75.0",
          "actions": [ { "write": { "channel": "boiler/bypass-valve", "value": true } },
                       { "event": { "severity": "warning", "message": "Boiler at {temp}" } } ],
          "on-clear": [ { "write": { "channel": "boiler/bypass-valve", "value": false } } ] }
        """);
    site.gateway.start();
    api = new Api(site.gateway).signIn();
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void everyReadArrivesInTheCloudOnceAndInOrder() {
    Eventually.until("20 samples", () -> counts().size() >= 20);

    List<Long> counts = counts();
    for (int i = 0; i < counts.size(); i++) {
      assertThat(counts.get(i)).isEqualTo(counts.get(0) + i);
    }
    assertThat(site.cloud.completeUpTo()).isPositive();
    assertThat(site.cloud.last("weir/g1/state")).contains("\"online\"");
  }

  @Test
  void aValueArrivesScaledWithTheTimeItWasRead() throws Exception {
    long before = System.currentTimeMillis() * 1000;
    site.slave.temperature(317);

    Cloud.Arrived arrived =
        Eventually.get(
            "31.7 degrees",
            () ->
                site.cloud.samples("boiler", "flow-temp").stream()
                    .filter(sample -> Objects.equals(sample.value(), 31.7))
                    .findFirst()
                    .orElse(null));

    assertThat(arrived.quality()).isEqualTo("good");
    assertThat(arrived.time())
        .isBetween(before - 1_000_000, System.currentTimeMillis() * 1000 + 1_000_000);
    JsonNode live = api.get("live?channel=boiler/flow-temp").at("/values/0");
    assertThat(live.get("value").doubleValue()).isEqualTo(31.7);
  }

  @Test
  void historyHoldsWhatTheCloudGot() throws Exception {
    Eventually.until("20 samples", () -> counts().size() >= 20);
    List<Cloud.Arrived> sent = site.cloud.samples("boiler", "count").subList(0, 20);

    JsonNode history =
        Eventually.get(
            "20 samples in the history",
            () -> {
              JsonNode answer =
                  api.get(
                      "history?channel=boiler/count&raw=true&limit=20&from="
                          + sent.get(0).time()
                          + "&to="
                          + (sent.get(19).time() + 1));
              return answer.get("samples").size() == 20 ? answer : null;
            });

    for (int i = 0; i < 20; i++) {
      JsonNode sample = history.get("samples").get(i);
      assertThat(sample.get("time").longValue()).isEqualTo(sent.get(i).time());
      assertThat(sample.get("value").longValue()).isEqualTo(sent.get(i).value());
    }
    JsonNode points =
        api.get("history?channel=boiler/count&step=60000000&from=" + sent.get(0).time());
    assertThat(points.at("/points/0/first").longValue()).isLessThanOrEqualTo(firstCount());
  }

  @Test
  void anExportHoldsWhatTheCloudGot() throws Exception {
    Eventually.until("20 samples", () -> counts().size() >= 20);
    List<Cloud.Arrived> sent = site.cloud.samples("boiler", "count").subList(0, 20);
    String range = "&from=" + sent.get(0).time() + "&to=" + (sent.get(19).time() + 1);

    List<JsonNode> exported =
        Eventually.get(
            "20 samples in the export",
            () -> {
              List<JsonNode> lines = api.lines("export?channel=boiler/count&format=jsonl" + range);
              return lines.size() == 20 ? lines : null;
            });

    for (int i = 0; i < 20; i++) {
      assertThat(exported.get(i).get("time").longValue()).isEqualTo(sent.get(i).time());
      assertThat(exported.get(i).get("value").longValue()).isEqualTo(sent.get(i).value());
      assertThat(exported.get(i).get("quality").textValue()).isEqualTo("good");
    }
  }

  @Test
  void aCommandIsWrittenReadBackAndKeptAsAnEvent() throws Exception {
    JsonNode result = api.command("boiler/setpoint", 72);

    assertThat(result.get("outcome").textValue()).as(result.toString()).isEqualTo("done");
    assertThat(result.at("/readBack/value").longValue()).isEqualTo(72);
    assertThat(site.slave.setpoint()).isEqualTo(72);
    assertThat(api.command("boiler/setpoint", 95).get("outcome").textValue()).isEqualTo("refused");
    assertThat(api.command("boiler/count", 1).get("outcome").textValue()).isEqualTo("refused");
    assertThat(site.slave.setpoint()).isEqualTo(72);
    assertThat(api.get("events").toString()).contains("boiler/setpoint");
  }

  @Test
  void aBrokenDeviceFileIsNamedAndStopsNobody() throws Exception {
    site.gateway.write("devices/broken.json", "{ \"id\": \"broken\", \"connection\": 7 ");
    String problem =
        Eventually.get(
            "a problem that names the file",
            () -> {
              for (JsonNode part : api.get("status").get("parts")) {
                if (part.toString().contains("broken.json")
                    && part.get("state").textValue().equals("error")) {
                  return part.get("part").textValue();
                }
              }
              return null;
            });
    long reads = site.slave.reads();
    Eventually.until("more reads", () -> site.slave.reads() > reads + 5);
    assertThat(api.get("devices/boiler").get("state").textValue()).isEqualTo("ok");

    Files.delete(site.gateway.etc().resolve("devices/broken.json"));

    Eventually.until("no more problem", () -> api.part(problem).isMissingNode());
  }

  @Test
  void aRuleOpensTheValveWhileTheCloudIsAway() throws Exception {
    site.mosquitto.stop();
    Eventually.until(
        "the uplink to notice",
        () -> !api.get("uplinks").at("/uplinks/0/connected").booleanValue());
    site.slave.temperature(905);

    Eventually.until("an open valve", site.slave::isValveOpen);
    Eventually.until("the event", () -> api.get("events").toString().contains("Boiler at 90.5"));
    assertThat(api.get("uplinks").at("/uplinks/0/backlog/event").longValue()).isPositive();

    site.slave.temperature(500);
    Eventually.until("a closed valve", () -> !site.slave.isValveOpen());
    site.mosquitto.start();
    Eventually.until(
        "the event in the cloud",
        () ->
            site.cloud.eventMessages().stream()
                .anyMatch(message -> message.contains("Boiler at 90.5")));
    Eventually.until(
        "no backlog", () -> api.get("uplinks").at("/uplinks/0/backlog/telemetry").asLong() <= 5);
  }

  @Test
  void withoutTheCodeNothingIsShown() throws Exception {
    Api stranger = new Api(site.gateway);

    assertThat(stranger.hello().get("signedIn").booleanValue()).isFalse();
    for (String path :
        List.of(
            "status", "devices", "live", "events", "live/stream", "history", "export", "backup")) {
      assertThat(stranger.code(path)).as(path).isEqualTo(401);
    }
  }

  @Test
  void onlyTheWebServerListensAndOnlyWithTls() throws IOException {
    assertThat(Listeners.of(site.gateway)).containsExactly(site.gateway.port());
  }

  private static List<Long> counts() {
    return site.cloud.samples("boiler", "count").stream()
        .map(sample -> (Long) sample.value())
        .toList();
  }

  private static long firstCount() {
    return counts().get(0);
  }
}
