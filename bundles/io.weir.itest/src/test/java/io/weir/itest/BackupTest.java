package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A backup of the gateway as it runs, put back into it and into another one. */
class BackupTest {
  /** Where sequences go on after a restore: far beyond what any gateway gives out by itself. */
  private static final long FAR = 1L << 40;

  @Test
  void theGatewayGoesOnFromABackupAndRepeatsNoSequence() throws Exception {
    try (Site site = new Site("backup", "50ms")) {
      Path file = site.gateway.data().resolveSibling("plant.zip");
      Files.deleteIfExists(file);
      Peer peer = site.gateway.startWithShell();
      OutputStream shell = peer.process().getOutputStream();
      Eventually.until("samples in the cloud", () -> site.cloud.completeUpTo() > 20);
      say(shell, "weir:backup " + file);
      Eventually.until("the backup", () -> Files.exists(file));
      Api api = new Api(site.gateway).signIn();
      long afterwards = last(api);
      Eventually.until(
          "samples after the backup", () -> site.cloud.completeUpTo() > afterwards + 20);
      site.gateway.write("devices/later.json", "{ \"id\": \"later\", \"connection\": \"plant\" }");

      say(shell, "weir:restore " + file);

      Eventually.until("it goes on", () -> site.cloud.last() > FAR);
      long begun = site.cloud.last();
      Eventually.until("and on", () -> site.cloud.last() > begun + 20);
      Eventually.until(
          "the gap is told",
          () ->
              site.cloud.eventMessages().stream()
                      .filter(each -> each.contains("a backup was restored"))
                      .count()
                  >= 2);
      assertThat(peer.process().isAlive()).as("the same process").isTrue();
      assertThat(last(new Api(site.gateway).signIn())).isGreaterThan(FAR);
      assertThat(site.gateway.etc().resolve("devices/later.json")).doesNotExist();
      assertThat(before(site.gateway.data())).hasSize(1);
      assertThat(before(site.gateway.data()).get(0).resolve("etc/devices/later.json")).exists();
      List<Cloud.Arrived> counts = site.cloud.samples("boiler", "count");
      assertThat(counts).extracting(Cloud.Arrived::value).doesNotHaveDuplicates();
      peer.kill();

      GatewayProcess other = new GatewayProcess(site.directory.resolve("other"));
      try (Peer restoring =
          Peer.start(
              other.data().resolveSibling(""),
              "gateway",
              other.command("--restore", file.toString()))) {
        Eventually.until(
            "the backup in place of another gateway",
            () -> restoring.process().isAlive() && !before(other.data()).isEmpty());
        assertThat(other.etc().resolve("devices/boiler.json")).exists();
        Eventually.until("it goes on there", () -> site.cloud.last() > begun + 1_000_000);
        assertThat(Files.readString(other.data().resolveSibling("gateway.log")))
            .as("restored once")
            .containsOnlyOnce("starts anew with a restored backup");
      }
    }
  }

  private static void say(OutputStream shell, String line) throws IOException {
    shell.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    shell.flush();
  }

  private static long last(Api api) throws Exception {
    for (JsonNode lane : api.get("journal").get("lanes")) {
      if (lane.get("lane").textValue().equals("telemetry")) {
        return lane.get("last").longValue();
      }
    }
    throw new AssertionError("no telemetry lane");
  }

  private static List<Path> before(Path data) throws IOException {
    if (!Files.exists(data)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(data)) {
      return all.filter(each -> each.getFileName().toString().startsWith("before-restore-"))
          .toList();
    }
  }
}
