package io.weir.codec.metrics.internal.influx;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.uplink.UplinkBatch;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Writes one payload. */
final class LineWriter {
  static final String SAMPLES = "weir";
  static final String EVENTS = "weir_event";
  static final String QUALITY = "/quality";
  static final String ATTRIBUTE = "attribute/";

  /** Times are nanoseconds, so that no parameter of the write request is needed. */
  static final long NANOS_PER_MICRO = 1_000;

  private final StringBuilder out = new StringBuilder(4_096);

  String write(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    out.append("# gateway=").append(batch.gateway());
    out.append(" lane=").append(batch.lane().name().toLowerCase(Locale.ROOT));
    out.append(" first=").append(batch.firstSequence());
    out.append(" last=").append(batch.lastSequence()).append('\n');
    samples(batch, channels);
    events(batch.gateway(), batch.events());
    return out.toString();
  }

  private void samples(UplinkBatch batch, IntFunction<ChannelInfo> channels) {
    Batch rows = batch.samples();
    String device = "";
    long time = 0;
    for (int row = 0; row < rows.size(); row++) {
      ChannelInfo channel = channels.apply(rows.channel(row));
      if (row > 0 && time == rows.time(row) && device.equals(channel.deviceId())) {
        out.append(',');
      } else {
        if (row > 0) {
          end(time * NANOS_PER_MICRO);
        }
        device = channel.deviceId();
        time = rows.time(row);
        out.append(SAMPLES);
        tag("gateway", batch.gateway());
        tag("device", device);
        out.append(' ');
      }
      field(rows, row, channel);
    }
    if (!rows.isEmpty()) {
      end(time * NANOS_PER_MICRO);
    }
  }

  private void field(Batch rows, int row, ChannelInfo channel) {
    byte quality = rows.quality(row);
    ValueType type = channel.type();
    boolean shown =
        !Quality.isBad(quality)
            && (type != ValueType.DOUBLE
                || Double.isFinite(Double.longBitsToDouble(rows.bits(row))))
            && (type.isNumeric() || rows.object(row) != null);
    if (!shown && !Quality.isBad(quality)) {
      quality = Quality.bad(Quality.Reason.RANGE);
    }
    if (shown) {
      out.append(channel.localId()).append('=');
      value(rows, row, type);
    }
    if (quality != Quality.GOOD) {
      out.append(shown ? "," : "").append(channel.localId()).append(QUALITY).append('=');
      text(Quality.text(quality));
    }
  }

  private void value(Batch rows, int row, ValueType type) {
    switch (type) {
      case BOOLEAN -> out.append(rows.bits(row) != 0);
      case INTEGER -> out.append(rows.bits(row)).append('i');
      case DOUBLE -> out.append(Double.longBitsToDouble(rows.bits(row)));
      case TEXT -> text(String.valueOf(rows.object(row)));
      case BYTES -> {
        if (rows.object(row) instanceof byte[] bytes) {
          text(Base64.getEncoder().encodeToString(bytes));
        }
      }
    }
  }

  /** Events of one moment differ in the nanoseconds: a database keeps one line for each time. */
  private void events(String gateway, List<Event> events) {
    int number = 0;
    for (Event event : events) {
      out.append(EVENTS);
      tag("gateway", gateway);
      tag("severity", event.severity().name().toLowerCase(Locale.ROOT));
      out.append(" type=");
      text(event.type());
      out.append(",source=");
      text(event.source());
      out.append(",message=");
      text(event.message());
      for (Map.Entry<String, String> attribute : event.attributes().entrySet()) {
        out.append(',');
        key(ATTRIBUTE + attribute.getKey());
        out.append('=');
        text(attribute.getValue());
      }
      end(event.time() * NANOS_PER_MICRO + number++ % NANOS_PER_MICRO);
    }
  }

  private void tag(String name, String value) {
    out.append(',').append(name).append('=');
    key(value);
  }

  private void end(long nanos) {
    out.append(' ').append(nanos).append('\n');
  }

  private void key(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '=' || c == ' ') {
        out.append('\\');
      }
      // No key can hold a line's end.
      out.append(c == '\n' ? ' ' : c);
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    out.append('"');
  }
}
