package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the conformance suite's MultipleBrokerTest asks of an edge node, step by step. */
class MultipleBrokerTest {
  @TempDir Path folder;

  @Test
  void theNodeIsWhereThePrimaryHostIs() throws Exception {
    try (Rig rig = new Rig(folder, 2, Map.of("primary.host", "host1"))) {
      Host first = rig.hosts.get(0);
      Host second = rig.hosts.get(1);
      first.offline();
      second.offline();
      rig.start();
      rig.logged("spBv1.0/STATE/host1 (QoS 1)");
      second.until(
          "a look at the other",
          () -> rig.servers.get(1).log.stream().anyMatch(l -> l.contains("STATE/host1 (QoS 1)")));
      assertThat(first.seen).isEmpty();
      assertThat(second.seen).isEmpty();

      first.online();
      first.await("DBIRTH", 1);
      rig.connected();
      second.online();
      rig.acknowledged(rig.temperature(20));
      assertThat(second.seen).as("one server at a time").isEmpty();

      first.offline();
      second.await("DBIRTH", 1);
      assertThat(first.of("NDEATH")).hasSize(1);
      rig.connected();
      first.begins();
      first.online();
      rig.acknowledged(rig.temperature(21));
      assertThat(first.of("NBIRTH")).as("it stays where it is").hasSize(1);

      second.offline();
      first.await("DBIRTH", 2);
      assertThat(second.of("NDEATH")).hasSize(1);
      Conformance.check(first.seen);
      Conformance.check(second.seen);
    }
  }

  @Test
  void theNextServerTakesOverWhenOneDies() throws Exception {
    try (Rig rig = new Rig(folder, 2, Map.of()).start().connected()) {
      rig.host().await("DBIRTH", 1);
      rig.servers.get(0).kill();
      rig.hosts.get(1).await("DBIRTH", 1);
      rig.listener.until("connected", () -> rig.listener.connected);
      rig.acknowledged(rig.temperature(20));
      rig.hosts.get(1).await("DDATA", 1);
      Conformance.check(rig.hosts.get(1).seen);
    }
  }
}
