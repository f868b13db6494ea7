package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the conformance suite's PrimaryHostTest asks of an edge node, step by step. */
class PrimaryHostTest {
  private static final long OLD = 16_671_135;

  @TempDir Path folder;

  @Test
  void nothingIsPublishedWhileTheHostIsOffline() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of("primary.host", "host1"));
        Host wrong = new Host("host1_WRONG", rig.server().port)) {
      wrong.online();
      rig.start();
      rig.listener.until("waiting", () -> rig.listener.reason.contains("waiting for primary host"));
      rig.logged("spBv1.0/STATE/host1 (QoS 1)");
      Host host = rig.host();
      host.offline();
      // What is no state, or has no time, is not one of being online.
      host.state("online");
      host.state("{\"online\":true}");
      host.state("{\"online\":\"true\",\"timestamp\":9999999999999}");
      rig.host().until("ignored", () -> ignored(rig) == 3);
      assertThat(host.seen).isEmpty();

      host.online();
      host.await("DBIRTH", 1);
      rig.connected();
      host.state(false, OLD);
      rig.host().until("ignored", () -> ignored(rig) == 4);
      rig.acknowledged(rig.temperature(20));
      assertThat(host.of("NDEATH")).as("an old offline").isEmpty();

      host.offline();
      host.await("NDEATH", 1);
      assertThat(host.of("DDEATH")).hasSize(1);
      rig.logged("Received DISCONNECT from Weir-g1");
      rig.listener.until("told", () -> !rig.listener.connected);

      host.state(true, OLD);
      rig.host().until("ignored", () -> ignored(rig) >= 5);
      assertThat(host.of("NBIRTH")).as("an old online").hasSize(1);

      host.begins();
      host.online();
      assertThat(host.await("NBIRTH", 2).metric("bdSeq").value()).isEqualTo(1L);
      host.await("DBIRTH", 2);
      Conformance.check(host.seen);
    }
  }

  @Test
  void whatWasKeptIsHistoricalAndCurrentValuesStay() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of("primary.host", "host1"))) {
      rig.host().online();
      rig.start().connected();
      rig.acknowledged(rig.temperature(20));
      rig.host().offline();
      rig.listener.until("told", () -> !rig.listener.connected);
      rig.temperature(21);
      assertThat(rig.host().of("DDATA")).as("nobody takes it").hasSize(1);

      rig.host().begins();
      rig.host().online();
      rig.connected();
      long now = rig.now();
      rig.plant.live(
          "boiler/temp", rig.clock.micros(), Double.doubleToLongBits(23), null, Quality.GOOD);
      Batch backlog = new Batch(4);
      int number = rig.number("boiler/temp");
      for (int i = 0; i < 3; i++) {
        backlog.addDouble(number, now - (600 - i) * 1_000_000L, 10 + i);
      }
      rig.acknowledged(rig.publish(backlog));
      rig.acknowledged(rig.temperature(23));
      backlog.clear();
      backlog.addDouble(number, now - 1_000_000L, 22);
      rig.acknowledged(rig.publish(backlog));
      rig.host().await("DDATA", 4);
      List<Host.Seen> data = rig.host().of("DDATA");
      assertThat(data.get(1).payload().metrics()).hasSize(3).allMatch(Metric::isHistorical);
      assertThat(data.get(2).payload().metrics()).noneMatch(Metric::isHistorical);
      assertThat(data.get(3).payload().metrics())
          .as("newer is known")
          .allMatch(Metric::isHistorical);
      rig.host().rebirth();
      assertThat(rig.host().await("DBIRTH", 3).metric("temp").value()).isEqualTo(23.0);
      Conformance.check(rig.host().seen);
    }
  }

  private static long ignored(Rig rig) {
    Long value = rig.plant.board.get("sparkplug/scada").counters().get("hostStatesIgnored");
    return value == null ? 0 : value;
  }
}
