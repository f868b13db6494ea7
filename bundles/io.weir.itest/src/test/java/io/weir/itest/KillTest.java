package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SIGKILL in mid-stream, with the cloud there and with the cloud away. */
class KillTest {
  private static final int KILLS = 3;

  @Test
  void nothingThatWasCommittedIsLostAndNothingComesTwiceDifferently() throws Exception {
    try (Site site = new Site("kill", "50ms")) {
      site.gateway.start();
      Eventually.until("some samples", () -> counts(site).size() >= 20);
      for (int kill = 0; kill < KILLS; kill++) {
        killAndRestart(site, kill > 0);
      }

      Api api = new Api(site.gateway).signIn();
      site.gateway.write("devices/boiler.json", disabled());
      Eventually.until(
          "the end of the stream",
          () -> telemetry(api).get("committed").equals(telemetry(api).get("last")));
      long last = telemetry(api).get("last").longValue();
      Eventually.until("all of it in the cloud", () -> site.cloud.completeUpTo() >= last);

      assertThat(site.cloud.completeUpTo()).isEqualTo(last);
      assertAllReadsButThoseInTheAirArrived(counts(site));
    }
  }

  private static void killAndRestart(Site site, boolean cloudAway) throws Exception {
    if (cloudAway) {
      site.mosquitto.stop();
    }
    Api api = new Api(site.gateway).signIn();
    long begin = telemetry(api).get("committed").longValue();
    Eventually.until(
        "more commits", () -> telemetry(api).get("committed").longValue() > begin + 20);
    long committed = telemetry(api).get("committed").longValue();
    site.gateway.kill();
    if (cloudAway) {
      site.mosquitto.start();
    }
    site.gateway.start();
    Api again = new Api(site.gateway).signIn();
    assertThat(telemetry(again).get("last").longValue()).isGreaterThanOrEqualTo(committed);
    Eventually.until("what was committed", () -> site.cloud.completeUpTo() >= committed);
    Eventually.until(
        "more samples", () -> telemetry(again).get("last").longValue() > committed + 20);
  }

  /** The slave counts each read; a read may be lost only between the device and the journal. */
  private static void assertAllReadsButThoseInTheAirArrived(List<Long> counts) {
    int gaps = 0;
    for (int i = 1; i < counts.size(); i++) {
      long step = counts.get(i) - counts.get(i - 1);
      assertThat(step).as("step after count %d", counts.get(i - 1)).isBetween(1L, 2L);
      gaps += step == 2 ? 1 : 0;
    }
    assertThat(gaps).as("reads in the air").isLessThanOrEqualTo(KILLS);
  }

  private static String disabled() {
    return "{ \"id\": \"boiler\", \"connection\": \"plant\", \"enabled\": false, \"channels\": [] }";
  }

  private static JsonNode telemetry(Api api) throws Exception {
    for (JsonNode lane : api.get("journal").get("lanes")) {
      if (lane.get("lane").textValue().equals("telemetry")) {
        return lane;
      }
    }
    throw new AssertionError("no telemetry lane");
  }

  private static List<Long> counts(Site site) {
    return site.cloud.samples("boiler", "count").stream()
        .filter(sample -> sample.quality().equals("good"))
        .map(sample -> (Long) sample.value())
        .toList();
  }
}
