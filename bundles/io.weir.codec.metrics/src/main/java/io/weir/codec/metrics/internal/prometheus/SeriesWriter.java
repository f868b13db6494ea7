package io.weir.codec.metrics.internal.prometheus;

import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.uplink.UplinkBatch;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Writes a {@code prometheus.WriteRequest}: its schema is part of the remote write protocol. */
final class SeriesWriter {
  private static final int TIMESERIES = 1;
  private static final int LABELS = 1;
  private static final int SAMPLES = 2;
  private static final int NAME = 1;
  private static final int VALUE = 2;
  private static final int SAMPLE_TIME = 2;

  /** Field 1 as a 64-bit number. */
  private static final int SAMPLE_VALUE_TAG = 1 << 3 | 1;

  private static final long MICROS_PER_MILLI = 1_000;

  /** The marker of remote write for a series that has ended for now. */
  private static final long STALE = 0x7ff0_0000_0000_0002L;

  private final WireWriter out;

  SeriesWriter(WireWriter out) {
    this.out = out;
  }

  void write(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    Batch rows = batch.samples();
    // Prometheus wants the samples of a series together, in order, one a millisecond: the last.
    Map<Integer, TreeMap<Long, Long>> series = new TreeMap<>();
    for (int row = 0; row < rows.size(); row++) {
      ValueType type = channels.apply(rows.channel(row)).type();
      if (type.isNumeric()) {
        long bits =
            Quality.isBad(rows.quality(row))
                ? STALE
                : Double.doubleToRawLongBits(type.toDouble(rows.bits(row)));
        series
            .computeIfAbsent(rows.channel(row), number -> new TreeMap<>())
            .put(Math.floorDiv(rows.time(row), MICROS_PER_MILLI), bits);
      }
    }
    series.forEach((number, samples) -> series(batch.gateway(), channels.apply(number), samples));
  }

  private void series(String gateway, ChannelInfo channel, Map<Long, Long> samples) {
    int mark = out.begin(TIMESERIES);
    // In the order of their names, as the protocol demands.
    label("__name__", "weir_" + channel.localId().replaceAll("[^a-z0-9_]", "_"));
    label("channel", channel.localId());
    label("device", channel.deviceId());
    label("gateway", gateway);
    if (!channel.unit().isEmpty()) {
      label("unit", channel.unit());
    }
    samples.forEach(
        (millis, bits) -> {
          int sample = out.begin(SAMPLES);
          out.varint(SAMPLE_VALUE_TAG);
          out.fixed64(bits);
          out.uint(SAMPLE_TIME, millis);
          out.end(sample);
        });
    out.end(mark);
  }

  private void label(String name, String value) {
    int mark = out.begin(LABELS);
    out.text(NAME, name);
    out.text(VALUE, value);
    out.end(mark);
  }
}
