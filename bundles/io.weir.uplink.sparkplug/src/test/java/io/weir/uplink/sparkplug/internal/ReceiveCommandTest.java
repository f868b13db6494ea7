package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the conformance suite's ReceiveCommandTest asks of an edge node, and writes to devices. */
class ReceiveCommandTest {
  private static final String DCMD = "spBv1.0/Weir/DCMD/g1/boiler";

  @TempDir Path folder;

  @Test
  void aRebirthIsTheWholeSequenceWithTheSameNumber() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      rig.acknowledged(rig.temperature(20));
      rig.host().await("DDATA", 1);
      rig.host().rebirth();
      Host.Seen birth = rig.host().await("NBIRTH", 2);
      Host.Seen device = rig.host().await("DBIRTH", 2);
      assertThat(birth.payload().seq()).isZero();
      assertThat(birth.metric("bdSeq").value()).isEqualTo(0L);
      assertThat(device.metric("temp").value()).isEqualTo(20.0);
      rig.acknowledged(rig.temperature(21));
      rig.host().await("DDATA", 2);
      Conformance.check(rig.host().seen);
      assertThat(rig.host().of("NDEATH")).isEmpty();
    }
  }

  @Test
  void aHostThatAsksAtOnceGetsItsRebirthBeforeAnyData() throws Exception {
    Connection.Times slow =
        new Connection.Times(Duration.ofSeconds(5), Rig.TIMES.host(), Rig.TIMES.review());
    try (Rig rig = new Rig(folder, 1, Map.of(), slow).start()) {
      rig.host().await("DBIRTH", 1);
      rig.host().rebirth();
      rig.host().await("DBIRTH", 2);
      rig.temperature(1);
      assertThat(rig.listener.connected).as("no data taken yet").isFalse();
      assertThat(rig.host().of("DDATA")).isEmpty();
    }
  }

  @Test
  void theNextServerIsGoneToWhenAHostAsks() throws Exception {
    try (Rig rig = new Rig(folder, 2, Map.of()).start().connected()) {
      rig.host()
          .command(
              "spBv1.0/Weir/NCMD/g1", metric("Node Control/Next Server", DataType.BOOLEAN, true));
      rig.hosts.get(1).await("DBIRTH", 1);
      rig.host().await("NDEATH", 1);
      Conformance.check(rig.host().seen);
      Conformance.check(rig.hosts.get(1).seen);
    }
  }

  @Test
  void aWriteGoesToTheRouterAndItsResultIsTheNewValue() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      rig.plant.answer =
          command -> {
            Batch rows = new Batch(1);
            rows.addDouble(
                rig.number(command.channel()), rig.now(), ((Number) command.value()).doubleValue());
            rig.publish(rows); // as the pump does with what was read back
            return new CommandResult(command.id(), CommandResult.Outcome.DONE, "", null);
          };
      rig.host()
          .command(
              DCMD,
              new Metric(null, rig.alias("boiler/setpoint"), null, null, false, false, null, 65.5));
      Host.Seen data = rig.host().await("DDATA", 1);
      assertThat(data.alias(rig.alias("boiler/setpoint")).value()).isEqualTo(65.5);
      Command command = rig.plant.commands.get(0);
      assertThat(command.channel()).isEqualTo("boiler/setpoint");
      assertThat(command.origin()).isEqualTo("uplink:scada");
      assertThat(command.expires()).isNotNull();
    }
  }

  @Test
  void namesAndAllTypesAreUnderstood() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      rig.host()
          .command(
              DCMD,
              metric("setpoint", DataType.FLOAT, 21.3f),
              metric("count", DataType.INT32, -5),
              metric("count", DataType.UINT32, -1),
              metric("on", DataType.BOOLEAN, true),
              metric("label", DataType.STRING, "x"));
      rig.host().until("commands", () -> rig.plant.commands.size() == 5);
      assertThat(rig.plant.commands.stream().map(Command::value))
          .containsExactly(21.3, -5L, 4_294_967_295L, true, "x");
    }
  }

  @Test
  void aWriteThatComesToNothingIsSeenByTheOldValue() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      rig.plant.answer =
          command ->
              new CommandResult(command.id(), CommandResult.Outcome.REFUSED, "read-only", null);
      rig.acknowledged(rig.temperature(20));
      rig.host().await("DDATA", 1);
      rig.host().command(DCMD, metric("temp", DataType.DOUBLE, 99.0));
      Host.Seen data = rig.host().await("DDATA", 2);
      assertThat(data.alias(rig.alias("boiler/temp")).value()).isEqualTo(20.0);
      rig.host().command(DCMD, metric("temp", DataType.STRING, "hot"));
      rig.host().await("DDATA", 3);
      assertThat(rig.plant.commands).as("what has no meaning goes nowhere").hasSize(1);
      assertThat(counter(rig, "commandsRefused")).isEqualTo(2);
      Conformance.check(rig.host().seen);
    }
  }

  @Test
  void whatIsNoCommandIsCountedAndNothingElse() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      rig.host().raw("spBv1.0/Weir/NCMD/g1", new byte[] {1, 2, 3}, false);
      rig.host().raw(DCMD, new byte[] {-1}, false);
      rig.host().command(DCMD, metric("nothing", DataType.DOUBLE, 1.0));
      rig.host().command("spBv1.0/Weir/NCMD/g1", metric("Reboot", DataType.BOOLEAN, true));
      rig.host().until("counted", () -> counter(rig, "commandsRefused") == 4);
      rig.acknowledged(rig.temperature(20));
      assertThat(rig.plant.commands).isEmpty();
      assertThat(rig.host().of("NBIRTH")).hasSize(1);
    }
  }

  @Test
  void aCommandKeptByTheServerIsForAnotherTime() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of())) {
      rig.host().raw(DCMD, new byte[0], true);
      rig.host().retained(DCMD, metric("on", DataType.BOOLEAN, true));
      rig.start().connected();
      rig.host().until("refused", () -> counter(rig, "commandsRefused") == 1);
      assertThat(rig.plant.commands).isEmpty();
    }
  }

  @Test
  void commandsThatAreRefusedAreNotSubscribed() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of("commands", "refuse")).start().connected()) {
      rig.host().rebirth();
      rig.host().await("NBIRTH", 2);
      assertThat(rig.server().log).noneMatch(line -> line.contains("DCMD/g1/+ (QoS"));
    }
  }

  private static long counter(Rig rig, String name) {
    Long value = rig.plant.board.get("sparkplug/scada").counters().get(name);
    return value == null ? 0 : value;
  }

  private static Metric metric(String name, DataType type, @Nullable Object value) {
    return new Metric(name, null, null, type, false, false, null, value);
  }
}
