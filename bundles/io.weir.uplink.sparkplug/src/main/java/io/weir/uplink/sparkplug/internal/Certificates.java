package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.Device;
import io.weir.api.model.Quality;
import io.weir.uplink.sparkplug.internal.payload.DataSet;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.Metric;
import io.weir.uplink.sparkplug.internal.payload.Payload;
import io.weir.uplink.sparkplug.internal.payload.PayloadWriter;
import io.weir.uplink.sparkplug.internal.payload.PropertySet;
import io.weir.uplink.sparkplug.internal.payload.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Payloads of births and deaths. Pure functions. */
final class Certificates {
  static final String BD_SEQ = "bdSeq";
  static final String REBIRTH = "Node Control/Rebirth";
  static final String NEXT_SERVER = "Node Control/Next Server";
  static final String DEVICE_TEMPLATE = "Weir Device";
  static final String DEVICE = "Device Info";

  private static final String VERSION = "1";

  private Certificates() {}

  /**
   * An edge node's birth.
   *
   * @param millis when it is sent
   * @param hasServers whether there is another server to go to
   */
  static byte[] nodeBirth(long millis, int seq, long bdSeq, boolean hasServers) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(Metric.named(BD_SEQ, millis, DataType.INT64, bdSeq));
    metrics.add(Metric.named(REBIRTH, millis, DataType.BOOLEAN, false));
    if (hasServers) {
      metrics.add(Metric.named(NEXT_SERVER, millis, DataType.BOOLEAN, false));
    }
    metrics.add(Metric.named(DEVICE_TEMPLATE, millis, DataType.TEMPLATE, definition()));
    metrics.add(
        new Metric(
            EventTable.NAME,
            EventTable.ALIAS,
            millis,
            DataType.DATA_SET,
            false,
            false,
            null,
            new DataSet(EventTable.COLUMNS, EventTable.TYPES, List.of())));
    return PayloadWriter.write(new Payload(millis, metrics, (long) seq));
  }

  /** What the server publishes for an edge node that vanished, or it itself before it goes. */
  static byte[] nodeDeath(long millis, long bdSeq) {
    return PayloadWriter.write(
        new Payload(millis, List.of(Metric.named(BD_SEQ, millis, DataType.INT64, bdSeq)), null));
  }

  static byte[] deviceDeath(long millis, int seq) {
    return PayloadWriter.write(new Payload(millis, List.of(), (long) seq));
  }

  static byte[] deviceBirth(long millis, int seq, DeviceSession device) {
    List<Metric> metrics = new ArrayList<>();
    device.metrics().forEach(each -> metrics.add(metric(each, millis)));
    // The values of a birth, too, stand in the order of their times.
    metrics.sort(Comparator.comparing(each -> each.timestamp() == null ? 0 : each.timestamp()));
    metrics.add(Metric.named(DEVICE, millis, DataType.TEMPLATE, instance(device, millis)));
    return PayloadWriter.write(new Payload(millis, metrics, (long) seq));
  }

  private static Metric metric(ChannelMetric of, long millis) {
    long time = of.hasValue() ? Math.min(millis, of.time / 1_000) : millis;
    return new Metric(
        of.name, of.alias, time, of.type(), false, false, properties(of), of.valueInBirth());
  }

  private static @Nullable PropertySet properties(ChannelMetric of) {
    List<String> keys = new ArrayList<>();
    List<PropertySet.Property> values = new ArrayList<>();
    if (!of.info.unit().isEmpty()) {
      keys.add("engUnit");
      values.add(new PropertySet.Property(DataType.STRING, of.info.unit()));
    }
    if (of.isReadOnly) {
      keys.add("readOnly");
      values.add(new PropertySet.Property(DataType.BOOLEAN, true));
    }
    if (of.hasValue() && of.quality != Quality.GOOD) {
      Qualities.addTo(keys, values, of.quality);
    }
    return keys.isEmpty() ? null : new PropertySet(keys, values);
  }

  private static Template definition() {
    return new Template(
        VERSION,
        List.of(member("Name"), member("Connection")),
        List.of(new Template.Parameter("Profile", DataType.STRING, "")),
        null,
        true);
  }

  private static Metric member(String name) {
    return new Metric(name, null, null, DataType.STRING, false, false, null, "");
  }

  private static Template instance(DeviceSession device, long millis) {
    Device of = device.configured;
    String profile = of == null || of.profile() == null ? "" : of.profile();
    return new Template(
        VERSION,
        List.of(
            Metric.named("Name", millis, DataType.STRING, of == null ? device.id : of.name()),
            Metric.named("Connection", millis, DataType.STRING, of == null ? "" : of.connection())),
        List.of(new Template.Parameter("Profile", DataType.STRING, profile)),
        DEVICE_TEMPLATE,
        false);
  }
}
