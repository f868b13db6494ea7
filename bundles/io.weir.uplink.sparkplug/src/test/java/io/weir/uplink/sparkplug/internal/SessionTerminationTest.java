package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.runtime.State;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the conformance suite's SessionTerminationTest asks of an edge node. */
class SessionTerminationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "5"})
  void devicesAndThenTheNodeDieBeforeItGoes(String version) throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of("version", version)).start().connected()) {
      rig.host().await("DBIRTH", 1);
      rig.stop();
      Host.Seen death = rig.host().await("NDEATH", 1);
      assertThat(rig.host().seen.stream().map(Host.Seen::type).limit(4))
          .containsExactly("NBIRTH", "DBIRTH", "DDEATH", "NDEATH");
      assertThat(death.topic()).isEqualTo("spBv1.0/Weir/NDEATH/g1");
      assertThat(rig.host().last("DDEATH").topic()).isEqualTo("spBv1.0/Weir/DDEATH/g1/boiler");
      if (version.equals("3.1.1")) {
        rig.logged("Received DISCONNECT from Weir-g1");
        assertThat(rig.host().of("NDEATH")).as("no will after a good-bye").hasSize(1);
      } else {
        rig.host().await("NDEATH", 2);
        assertThat(rig.server().log).noneMatch(l -> l.contains("Received DISCONNECT from Weir-g1"));
      }
      Conformance.check(rig.host().seen);
    }
  }

  @Test
  void theServerTellsTheDeathOfANodeThatVanished() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      Host.Seen birth = rig.host().await("NBIRTH", 1);
      // Another client of this id: the server throws the edge node out.
      try (Host usurper = Host.usurping(rig.server().port, "Weir-g1")) {
        Host.Seen death = rig.host().await("NDEATH", 1);
        assertThat(death.qos()).isEqualTo(1);
        assertThat(death.metric("bdSeq").value()).isEqualTo(birth.metric("bdSeq").value());
        assertThat(usurper).isNotNull();
      }
      assertThat(rig.host().await("NBIRTH", 2).metric("bdSeq").value()).isEqualTo(1L);
    }
  }

  @Test
  void aDeviceDiesWhenItIsLostAndIsBornWhenItIsBack() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      rig.host().await("DBIRTH", 1);
      rig.plant.status("boiler", State.ERROR);
      assertThat(rig.host().await("DDEATH", 1).topic()).isEqualTo("spBv1.0/Weir/DDEATH/g1/boiler");
      rig.plant.status("boiler", State.STARTING);
      rig.plant.status("boiler", State.OK);
      rig.host().await("DBIRTH", 2);
      assertThat(rig.host().of("NBIRTH")).hasSize(1);
      rig.plant.remove("boiler");
      rig.host().await("DDEATH", 2);
      Conformance.check(rig.host().seen);
    }
  }
}
