package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.uplink.sparkplug.internal.payload.DataSet;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import io.weir.uplink.sparkplug.internal.payload.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the conformance suite's SendDataTest and SendComplexDataTest ask of an edge node. */
class SendDataTest {
  @TempDir Path folder;

  @Test
  void samplesAreMetricsByAlias() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      long now = rig.now();
      Batch rows = new Batch(8);
      rows.addDouble(rig.number("boiler/temp"), now, 21.5);
      rows.addInteger(rig.number("boiler/count"), now, -3);
      rows.addBoolean(rig.number("boiler/on"), now, true);
      rows.addObject(rig.number("boiler/label"), now, "Grüße", Quality.GOOD);
      rig.acknowledged(rig.publish(rows));
      Host.Seen data = rig.host().await("DDATA", 1);
      assertThat(data.topic()).isEqualTo("spBv1.0/Weir/DDATA/g1/boiler");
      assertThat(data.payload().metrics()).hasSize(4);
      Metric temperature = data.alias(rig.alias("boiler/temp"));
      assertThat(temperature.value()).isEqualTo(21.5);
      assertThat(temperature.timestamp()).isEqualTo(now / 1_000);
      assertThat(temperature.isHistorical()).isFalse();
      assertThat(temperature.properties()).as("good needs no word").isNull();
      assertThat(data.alias(rig.alias("boiler/count")).value()).isEqualTo(-3L);
      assertThat(data.alias(rig.alias("boiler/on")).value()).isEqualTo(true);
      assertThat(data.alias(rig.alias("boiler/label")).value()).isEqualTo("Grüße");
      Conformance.check(rig.host().seen);
    }
  }

  @Test
  void everyMessageHasTheNextNumber() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      long last = 0;
      for (int i = 0; i < 300; i++) {
        last = rig.temperature(i);
        if (i % 10 == 0) {
          rig.acknowledged(last);
        }
      }
      rig.acknowledged(last);
      rig.host().await("DDATA", 300);
      Conformance.check(rig.host().seen);
      assertThat(rig.host().last("DDATA").payload().seq()).isEqualTo((300 + 1) & 0xFF);
      assertThat(rig.listener.insidePublish).isFalse();
    }
  }

  @Test
  void valuesThatAreNotGoodSaySoAndSayWhenTheyAreAgain() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      int number = rig.number("boiler/temp");
      Batch rows = new Batch(8);
      long now = rig.now();
      rows.addBad(number, now, Quality.Reason.DEVICE);
      long bits = Double.doubleToLongBits(3);
      rows.add(number, now + 1_000, bits, Quality.uncertain(Quality.Reason.STALE));
      rows.addDouble(number, now + 2_000, 4);
      rows.addDouble(number, now + 3_000, 5);
      rig.acknowledged(rig.publish(rows));
      List<Metric> metrics = rig.host().await("DDATA", 1).payload().metrics();
      assertThat(metrics.get(0).value()).isNull();
      assertThat(property(metrics.get(0), "Quality")).isEqualTo(0);
      assertThat(property(metrics.get(0), "Reason")).isEqualTo("bad/device");
      assertThat(metrics.get(1).value()).isEqualTo(3.0);
      assertThat(property(metrics.get(1), "Quality")).isEqualTo(500);
      assertThat(property(metrics.get(2), "Quality")).isEqualTo(192);
      assertThat(metrics.get(3).properties()).isNull();
    }
  }

  @Test
  void eventsAreRowsOfATableOfTheNode() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      DataSet born = (DataSet) value(rig.host().await("NBIRTH", 1).metric("Events"));
      assertThat(born.rows()).isEmpty();
      long now = rig.now();
      Event event =
          new Event("alarm", "hot", Severity.WARNING, now, "Too hot", Map.of("state", "raised"));
      rig.acknowledged(rig.publish(Plant.events(event)));
      Host.Seen data = rig.host().await("NDATA", 1);
      assertThat(data.topic()).isEqualTo("spBv1.0/Weir/NDATA/g1");
      DataSet table = (DataSet) value(data.alias(EventTable.ALIAS));
      assertThat(table.columns()).isEqualTo(born.columns());
      assertThat(table.rows())
          .containsExactly(
              List.of(now / 1_000, "alarm", "hot", "warning", "Too hot", "{\"state\":\"raised\"}"));
      Conformance.check(rig.host().seen);
    }
  }

  @Test
  void aDeviceIsDescribedByATemplateDefinedInTheBirthOfTheNode() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      Host.Seen device = rig.host().await("DBIRTH", 1);
      Template definition = (Template) value(rig.host().last("NBIRTH").metric("Weir Device"));
      assertThat(definition.isDefinition()).isTrue();
      assertThat(definition.reference()).isNull();
      Template instance = (Template) value(device.metric("Device Info"));
      assertThat(device.metric("Device Info").type()).isEqualTo(DataType.TEMPLATE);
      assertThat(instance.reference()).isEqualTo("Weir Device");
      assertThat(instance.metrics().stream().map(Metric::name))
          .isEqualTo(definition.metrics().stream().map(Metric::name).toList());
      assertThat(instance.metrics().get(0).value()).isEqualTo("The boiler");
      assertThat(instance.parameters().get(0).value()).isEqualTo("vendor/boiler");
      Template.Parameter parameter = definition.parameters().get(0);
      assertThat(parameter.type()).isEqualTo(DataType.STRING);
      assertThat(parameter.name()).isEqualTo(instance.parameters().get(0).name());
      assertThat(instance.isDefinition()).isFalse();
      assertThat(instance.version()).isEqualTo(definition.version()).isEqualTo("1");
      Conformance.check(rig.host().seen);
    }
  }

  @Test
  void aNewChannelIsBornBeforeItsData() throws Exception {
    try (Rig rig = new Rig(folder, 1, Map.of()).start().connected()) {
      rig.host().await("DBIRTH", 1);
      rig.plant.device(
          "boiler",
          rig.plant.channel("boiler/temp", ValueType.DOUBLE, "Cel", Access.R),
          rig.plant.channel("boiler/blob", ValueType.BYTES, "", Access.R));
      Host.Seen birth = rig.host().await("DBIRTH", 2);
      assertThat(birth.payload().metrics().stream().map(Metric::name))
          .containsExactlyInAnyOrder("temp", "blob", "Device Info");
      Batch rows = new Batch(1);
      rows.addObject(rig.number("boiler/blob"), rig.now(), new byte[] {1, 2}, Quality.GOOD);
      // One that was removed has something left to tell: it is born once more.
      rows.addInteger(rig.number("boiler/count"), rig.now(), 7);
      rig.acknowledged(rig.publish(rows));
      Host.Seen data = rig.host().await("DDATA", 1);
      assertThat((byte[]) value(data.alias(rig.alias("boiler/blob")))).containsExactly(1, 2);
      assertThat(rig.host().last("DBIRTH").find("count")).isNotNull();
      Conformance.check(rig.host().seen);
    }
  }

  @Test
  void aBatchThatIsTooLargeForTheServerIsRefusedForGoodAndTheRestGoesOn() throws Exception {
    try (Rig rig = Rig.on(folder, Map.of("version", "5"), "max_packet_size 20000")) {
      rig.start().connected();
      Batch rows = new Batch(1);
      String text = "x".repeat(30_000);
      rows.addObject(rig.number("boiler/label"), rig.now(), text, Quality.GOOD);
      long large = rig.publish(rows);
      rig.listener.until("refused", () -> !rig.listener.failed.isEmpty());
      assertThat(rig.listener.failed.get(0))
          .startsWith(large + " for good: message of")
          .endsWith("the broker takes at most 20000");
      rig.acknowledged(rig.temperature(20));
      rig.host().await("DDATA", 1);
      assertThat(rig.host().of("NBIRTH")).hasSize(2);
      Conformance.check(rig.host().seen);
    }
  }

  private static Object value(Metric metric) {
    return Objects.requireNonNull(metric.value());
  }

  private static Object property(Metric metric, String key) {
    return Objects.requireNonNull(Objects.requireNonNull(metric.properties()).get(key));
  }
}
