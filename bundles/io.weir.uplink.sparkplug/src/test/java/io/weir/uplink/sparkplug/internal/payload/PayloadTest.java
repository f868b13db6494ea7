package io.weir.uplink.sparkplug.internal.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.encoding.MalformedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PayloadTest {
  private static final long TIME = 1_763_920_000_123L;

  /** Everything the schema has, once. */
  static Payload everything() {
    return everything(
        new DataSet(
            List.of("time", "text", "ok", "count", "half", "whole"),
            List.of(
                DataType.DATE_TIME,
                DataType.STRING,
                DataType.BOOLEAN,
                DataType.INT32,
                DataType.FLOAT,
                DataType.DOUBLE),
            List.of(List.of(TIME, "a", true, -3, 0.5f, 0.25), List.of(0L, "", false, 0, 0f, 0.0))),
        new Template.Parameter("Slot", DataType.INT32, 7));
  }

  /** The same with the types that sparkplug-payload knows in tables and parameters. */
  static Payload everythingForNode() {
    return everything(
        new DataSet(
            List.of("time", "text", "ok", "half", "whole"),
            List.of(
                DataType.INT64, DataType.STRING, DataType.BOOLEAN, DataType.FLOAT, DataType.DOUBLE),
            List.of(List.of(TIME, "a", true, 0.5f, 0.25), List.of(0L, "", false, 0f, 0.0))),
        new Template.Parameter("Slot", DataType.INT64, 7L));
  }

  private static Payload everything(DataSet table, Template.Parameter slot) {
    PropertySet inner =
        new PropertySet(List.of("low"), List.of(new PropertySet.Property(DataType.DOUBLE, -1.5)));
    PropertySet properties =
        new PropertySet(
            List.of("Quality", "engUnit", "none", "set", "list"),
            List.of(
                new PropertySet.Property(DataType.INT32, 192),
                new PropertySet.Property(DataType.STRING, "°C"),
                new PropertySet.Property(DataType.STRING, null),
                new PropertySet.Property(DataType.PROPERTY_SET, inner),
                new PropertySet.Property(DataType.PROPERTY_SET_LIST, List.of(inner, inner))));
    Template definition =
        new Template(
            "1",
            List.of(
                new Metric("Name", null, null, DataType.STRING, false, false, null, null),
                new Metric("Rate", null, null, DataType.INT64, false, false, null, 0L)),
            List.of(new Template.Parameter("Profile", DataType.STRING, ""), slot),
            null,
            true);
    Template instance =
        new Template(
            null,
            List.of(Metric.named("Name", TIME, DataType.STRING, "Boiler")),
            List.of(new Template.Parameter("Profile", DataType.STRING, "vendor/x")),
            "Device",
            false);
    return new Payload(
        TIME,
        List.of(
            new Metric("temp", 7L, TIME, DataType.DOUBLE, false, false, properties, 21.5),
            Metric.named("int8", TIME, DataType.INT8, -1),
            Metric.named("int64", TIME, DataType.INT64, Long.MIN_VALUE),
            Metric.named("float", TIME, DataType.FLOAT, 0.1f),
            Metric.named("boolean", TIME, DataType.BOOLEAN, false),
            Metric.named("string", TIME, DataType.STRING, "Grüße"),
            Metric.named("date", TIME, DataType.DATE_TIME, TIME),
            Metric.named("null", TIME, DataType.DOUBLE, null),
            new Metric(null, 9L, TIME, null, true, true, null, 0L),
            Metric.named("table", TIME, DataType.DATA_SET, table),
            Metric.named("Device", TIME, DataType.TEMPLATE, definition),
            Metric.named("this", TIME, DataType.TEMPLATE, instance)),
        255L);
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Payload payload = everything();
    assertThat(PayloadReader.read(PayloadWriter.write(payload))).isEqualTo(payload);
  }

  @Test
  void bytesAreRead() throws Exception {
    Metric metric = Metric.named("raw", TIME, DataType.BYTES, new byte[] {0, 1, -1});
    Payload read =
        PayloadReader.read(PayloadWriter.write(new Payload(null, List.of(metric), null)));
    assertThat(read.timestamp()).isNull();
    assertThat(read.seq()).isNull();
    assertThat((byte[]) read.metrics().get(0).value()).containsExactly(0, 1, -1);
  }

  /** Made by hand from the schema: a zero is there where presence says something. */
  @Test
  void theBytesAreThoseOfTheSchema() {
    Metric rebirth = Metric.named("N", 1, DataType.BOOLEAN, false);
    byte[] bytes = PayloadWriter.write(new Payload(300L, List.of(rebirth), 0L));
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("08ac02" + "1209" + "0a014e" + "1801" + "200b" + "7000" + "1800");
  }

  @Test
  void packedNumbersAreRead() throws Exception {
    // A data set of two columns whose types are packed, as other writers may do.
    byte[] bytes =
        HexFormat.of().parseHex("120d" + "8a010a" + "0802" + "120161" + "120162" + "1a020304");
    bytes[1] = (byte) (bytes.length - 2);
    bytes[4] = (byte) (bytes.length - 5);
    Object value = PayloadReader.read(bytes).metrics().get(0).value();
    assertThat(value).isInstanceOf(DataSet.class);
    assertThat(((DataSet) Objects.requireNonNull(value)).types())
        .containsExactly(DataType.INT32, DataType.INT64);
  }

  @Test
  void bytesThatAreNoneAreRefusedAndNothingElseHappens() {
    byte[] good = PayloadWriter.write(everything());
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length) + 1);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        PayloadReader.read(bad);
      } catch (MalformedException e) {
        refused++;
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void whatNestsWithoutEndIsRefused() {
    Metric metric = Metric.named("m", 1, DataType.INT32, 1);
    for (int i = 0; i < 40; i++) {
      metric =
          Metric.named(
              "m",
              1,
              DataType.TEMPLATE,
              new Template(null, List.of(metric), List.of(), null, true));
    }
    byte[] bytes = PayloadWriter.write(new Payload(1L, List.of(metric), 1L));
    assertThatThrownBy(() -> PayloadReader.read(bytes))
        .isInstanceOf(MalformedException.class)
        .hasMessage("metrics nest deeper than 16");
  }
}
