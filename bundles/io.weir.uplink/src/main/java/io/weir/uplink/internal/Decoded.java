package io.weir.uplink.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Sample;
import io.weir.api.model.ValueType;
import io.weir.api.store.ChannelTable;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a batch of a payload read back. */
final class Decoded {
  private Decoded() {}

  static UplinkBatch batch(DecodedBatch decoded, ChannelTable channels) throws IOException {
    Batch rows = new Batch(decoded.samples().size());
    for (Sample sample : decoded.samples()) {
      add(rows, sample, channels.byId(sample.channel()));
    }
    return new UplinkBatch(
        decoded.gateway(),
        decoded.lane(),
        decoded.firstSequence(),
        decoded.lastSequence(),
        rows,
        decoded.events());
  }

  private static void add(Batch rows, Sample sample, List<ChannelInfo> lines) throws IOException {
    for (int i = lines.size() - 1; i >= 0; i--) {
      ChannelInfo line = lines.get(i);
      if (fits(line.type(), sample.value())) {
        add(rows, line.number(), sample);
        return;
      }
    }
    throw new IOException("channel " + sample.channel() + " is not known with values of that type");
  }

  private static void add(Batch rows, int number, Sample sample) {
    Object value = sample.value();
    if (value instanceof Boolean is) {
      rows.add(number, sample.time(), is ? 1 : 0, sample.quality());
    } else if (value instanceof Long whole) {
      rows.add(number, sample.time(), whole, sample.quality());
    } else if (value instanceof Double real) {
      rows.add(number, sample.time(), Double.doubleToRawLongBits(real), sample.quality());
    } else {
      rows.addObject(number, sample.time(), value, sample.quality());
    }
  }

  private static boolean fits(ValueType type, @Nullable Object value) {
    return value == null
        || switch (type) {
          case BOOLEAN -> value instanceof Boolean;
          case INTEGER -> value instanceof Long;
          case DOUBLE -> value instanceof Double;
          case TEXT -> value instanceof String;
          case BYTES -> value instanceof byte[];
        };
  }
}
