package io.weir.store.internal;

import io.weir.api.encoding.BatchEncoder;
import io.weir.api.encoding.ChannelFormat;
import io.weir.api.encoding.EventFormat;
import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.ValueType;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of one entry: the lines of those of its channels that the segment does not have
 * yet, then the entry. One thread at a time.
 */
final class EntryStage {
  /** Gives the lines of channels. */
  interface Lines {
    @Nullable ChannelInfo get(int number);
  }

  private final Lines channels;
  private final WireWriter body = new WireWriter(4096);
  private final WireWriter side = new WireWriter(256);
  private final BatchEncoder encoder = new BatchEncoder(this::type);
  private final BitSet described = new BitSet();
  private final BitSet fresh = new BitSet();
  private byte kind;
  private int count;

  EntryStage(Lines channels) {
    this.channels = channels;
  }

  /** Takes in samples. */
  void take(Batch batch) {
    body.clear();
    encoder.encode(batch, body);
    kind = RecordFormat.BATCH;
    count = batch.size();
  }

  /** Takes in an event. */
  void take(Event event) {
    body.clear();
    EventFormat.encode(event, body);
    kind = RecordFormat.EVENT;
    count = 0;
  }

  /** Adds the records of what was taken in, which is the entry after {@code before}. */
  void write(WireWriter out, long segment, long sequence, long before, int boot, long micros) {
    fresh.clear();
    if (kind == RecordFormat.BATCH) {
      side.clear();
      for (int s = 0; s < encoder.seriesCount(); s++) {
        int number = encoder.seriesChannel(s);
        if (!described.get(number)) {
          describe(number);
        }
      }
      if (side.size() > 0) {
        RecordFormat.write(
            out, segment, RecordFormat.CHANNELS, before, boot, micros, fresh.cardinality(), side);
      }
    }
    RecordFormat.write(out, segment, kind, sequence, boot, micros, count, body);
  }

  /** What was written last is in the segment. */
  void written() {
    described.or(fresh);
  }

  /** Another segment begins. */
  void newSegment() {
    described.clear();
  }

  void close() {
    encoder.close();
  }

  private void describe(int number) {
    ChannelInfo line = channels.get(number);
    if (line != null) {
      int mark = side.begin(1);
      ChannelFormat.encode(line, side);
      side.end(mark);
      fresh.set(number);
    }
  }

  private ValueType type(int number) {
    ChannelInfo line = channels.get(number);
    if (line == null) {
      throw new IllegalArgumentException("channel " + number + " is not in the channel table");
    }
    return line.type();
  }
}
