package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Quality;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the conformance suite's SessionEstablishmentTest asks of an edge node. */
class SessionEstablishmentTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"3.1.1", "5"})
  void connectsCleanWithItsDeathAsWill(String version) throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of("version", version)).start().connected()) {
      String client = version.equals("5") ? " as Weir-g1 (p5, c1" : " as Weir-g1 (p2, c1";
      rig.logged(client);
      List<String> log = rig.server().log;
      int will = index(log, "Will message specified", index(log, client, 0) - 3);
      assertThat(log.get(will)).contains("(r0, q1)");
      assertThat(log.get(will + 1)).contains("spBv1.0/Weir/NDEATH/g1");
    }
  }

  @Test
  void subscribesToCommandsWithQualityOfServiceOneBeforeItIsBorn() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of("primary.host", "host1"))) {
      rig.host().online();
      rig.start().connected();
      Host.Seen birth = rig.host().await("NBIRTH", 1);
      assertThat(birth.topic()).isEqualTo("spBv1.0/Weir/NBIRTH/g1");
      rig.logged("spBv1.0/Weir/NCMD/g1 (QoS 1)");
      rig.logged("spBv1.0/Weir/DCMD/g1/+ (QoS 1)");
      rig.logged("spBv1.0/STATE/host1 (QoS 1)");
      List<String> log = rig.server().log;
      assertThat(index(log, "Weir/DCMD/g1/+ (QoS 1)", 0))
          .isLessThan(index(log, "'spBv1.0/Weir/NBIRTH/g1'", 0));
    }
  }

  @Test
  void nodeIsBornFirstAndThenEachDevice() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of())) {
      rig.plant.live(
          "boiler/temp", rig.clock.micros(), Double.doubleToLongBits(21.5), null, Quality.GOOD);
      rig.start().connected();
      rig.acknowledged(rig.temperature(22));
      rig.host().await("DDATA", 1);
      Conformance.check(rig.host().seen);
      assertThat(rig.host().seen.stream().map(Host.Seen::type))
          .containsExactly("NBIRTH", "DBIRTH", "DDATA");
      Host.Seen device = rig.host().last("DBIRTH");
      assertThat(device.topic()).isEqualTo("spBv1.0/Weir/DBIRTH/g1/boiler");
      assertThat(device.payload().seq()).isEqualTo(1);
      Metric temperature = device.metric("temp");
      assertThat(temperature.type()).isEqualTo(DataType.DOUBLE);
      assertThat(temperature.value()).isEqualTo(21.5);
      assertThat(temperature.alias()).isEqualTo(rig.alias("boiler/temp"));
      assertThat(Objects.requireNonNull(temperature.properties()).get("engUnit")).isEqualTo("Cel");
      assertThat(Objects.requireNonNull(temperature.properties()).get("readOnly")).isEqualTo(true);
      assertThat(device.metric("label").value()).as("not known yet").isNull();
      assertThat(device.metric("count").type()).isEqualTo(DataType.INT64);
    }
  }

  @Test
  void theBirthHasTheNumberOfTheWillAndEachConnectTheNext() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      assertThat(rig.host().await("NBIRTH", 1).metric("bdSeq").value()).isEqualTo(0L);
      rig.stop();
      rig.restart();
      assertThat(rig.host().await("NBIRTH", 2).metric("bdSeq").value()).isEqualTo(1L);
      rig.connected();
      rig.server().kill();
      rig.listener.until("lost", () -> !rig.listener.connected);
      // Nobody listens: these tries use up no number.
      int tries = rig.listener.disconnects;
      rig.listener.until("another try", () -> rig.listener.disconnects > tries);
      rig.server().start();
      rig.host().close();
      try (Host again = new Host("host1", rig.server().port)) {
        rig.listener.until("connected again", () -> rig.listener.connected);
        again.rebirth();
        Host.Seen birth = again.await("NBIRTH", 1);
        assertThat(birth.metric("bdSeq").value()).isEqualTo(2L);
      }
    }
  }

  @Test
  void aBirthHasOnlyWhatWasSentUnlessItIsToBeLive() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of("births", "sent"))) {
      rig.plant.live(
          "boiler/setpoint", rig.clock.micros(), Double.doubleToLongBits(70), null, Quality.GOOD);
      rig.start().connected();
      rig.host().await("NBIRTH", 1);
      rig.acknowledged(rig.temperature(21.5));
      Host.Seen birth = rig.host().await("DBIRTH", 1);
      assertThat(birth.payload().metrics().stream().map(Metric::name))
          .containsExactly("temp", "Device Info");
      rig.host().await("DDATA", 1);
      rig.restart();
      Host.Seen second = rig.host().await("DBIRTH", 2);
      assertThat(second.payload().metrics().stream().map(Metric::name))
          .as("remembered over the restart")
          .containsExactly("temp", "Device Info");
      Conformance.check(rig.host().seen);
    }
  }

  private static int index(List<String> log, String part, int from) {
    for (int i = Math.max(from, 0); i < log.size(); i++) {
      if (log.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError(part + " is not in " + log);
  }
}
