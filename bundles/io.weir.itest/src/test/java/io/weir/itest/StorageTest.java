package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The store when its medium is not what it should be, as the cloud and the plant see it. */
class StorageTest {
  @Test
  void theCloudIsToldOfEntriesThatWereDamagedBeforeTheyWereSent() throws Exception {
    try (Site site = new Site("gap", "50ms")) {
      site.gateway.start();
      Eventually.until("some samples", () -> site.cloud.completeUpTo() >= 10);
      site.mosquitto.stop();
      Api api = new Api(site.gateway).signIn();
      Eventually.until(
          "the uplink to notice",
          () -> !api.get("uplinks").at("/uplinks/0/connected").booleanValue());
      long begin = committed(api);
      Eventually.until("a backlog", () -> committed(api) > begin + 60);
      site.gateway.kill();
      damage(site.gateway.data().resolve("journal/telemetry/000001.seg"));
      site.mosquitto.start();
      site.gateway.start();

      JsonNode gap = Eventually.get("a gap record", () -> site.cloud.gap());
      long first = gap.get("first").asLong();
      long last = gap.get("last").asLong();
      assertThat(gap.get("lane").asText()).isEqualTo("telemetry");
      assertThat(gap.get("loss").asText()).isEqualTo("all");
      assertThat(gap.get("reason").asText()).isEqualTo("damage");
      assertThat(first).isGreaterThan(begin);
      Eventually.until("more", () -> site.cloud.missing().size() > 0);
      Api again = new Api(site.gateway).signIn();
      long end = committed(again);
      Eventually.until("all of it", () -> site.cloud.last() >= end);
      assertThat(site.cloud.missing())
          .containsExactlyElementsOf(LongStream.rangeClosed(first, last).boxed().toList());
    }
  }

  @Test
  void withoutAJournalThePlantGoesOnAndTheJournalOpensWhenItCan() throws Exception {
    try (Site site = new Site("no-journal", "100ms")) {
      site.gateway.write(
          "rules/overheat.json",
          """
          { "id": "overheat", "name": "Bypass opens", "inputs": { "temp": "boiler/flow-temp" },
            "when": "temp > 85.0",
            "actions": [ { "write": { "channel": "boiler/bypass-valve", "value": true } } ],
            "on-clear": [ { "write": { "channel": "boiler/bypass-valve", "value": false } } ] }
          """);
      Path journal = site.gateway.data().resolve("journal");
      Files.createDirectories(site.gateway.data());
      Files.writeString(journal, "in the way");
      site.gateway.start();
      Api api = new Api(site.gateway).signIn();
      assertThat(api.part("store").get("state").textValue()).isEqualTo("error");
      assertThat(api.part("store").get("message").textValue()).contains("Live values and rules");
      site.slave.temperature(905);
      Eventually.until("an open valve", site.slave::isValveOpen);
      Eventually.until(
          "90.5 live",
          () ->
              api.get("live?channel=boiler/flow-temp").at("/values/0/value").doubleValue() == 90.5);

      Files.delete(journal);

      Eventually.until("samples in the cloud", () -> site.cloud.completeUpTo() >= 20);
      assertThat(api.part("store").get("state").textValue()).isEqualTo("ok");
      site.slave.temperature(500);
      Eventually.until("rules that go on", () -> !site.slave.isValveOpen());
      Eventually.until(
          "a history",
          () ->
              api.get("history?channel=boiler/count&raw=true&limit=5").get("samples").size() == 5);
    }
  }

  /** Writes over 300 bytes in the midst of the last kilobyte and a half that was written. */
  private static void damage(Path segment) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      byte[] bytes = new byte[(int) file.length()];
      file.readFully(bytes);
      int end = bytes.length;
      while (bytes[end - 1] == 0) {
        end--;
      }
      file.seek(end - 1500L);
      file.write(new byte[300]);
    }
  }

  private static long committed(Api api) throws Exception {
    List<JsonNode> lanes = new java.util.ArrayList<>();
    api.get("journal").get("lanes").forEach(lanes::add);
    return lanes.stream()
        .filter(lane -> lane.get("lane").textValue().equals("telemetry"))
        .mapToLong(lane -> lane.get("committed").longValue())
        .findFirst()
        .orElseThrow();
  }
}
