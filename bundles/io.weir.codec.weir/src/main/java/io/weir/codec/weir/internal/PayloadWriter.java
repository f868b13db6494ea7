package io.weir.codec.weir.internal;

import io.weir.api.encoding.BatchEncoder;
import io.weir.api.encoding.ChannelFormat;
import io.weir.api.encoding.EventFormat;
import io.weir.api.encoding.WireWriter;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.ValueType;
import io.weir.api.uplink.UplinkBatch;
import java.util.List;
import java.util.function.IntFunction;

/** Writes {@code weir.batch.v1.Payload} and {@code Channels}. Confined to one thread at a time. */
final class PayloadWriter {
  static final int GATEWAY = 1;
  static final int LANE = 2;
  static final int FIRST = 3;
  static final int LAST = 4;
  static final int SAMPLES = 5;
  static final int EVENTS = 6;
  static final int CHANNELS = 2;

  private final WireWriter out = new WireWriter(4096);
  private final BatchEncoder encoder = new BatchEncoder(this::type);
  private IntFunction<ChannelInfo> channels;

  PayloadWriter(IntFunction<ChannelInfo> channels) {
    this.channels = channels;
  }

  byte[] write(UplinkBatch batch, IntFunction<ChannelInfo> dictionary) {
    channels = dictionary;
    out.clear();
    out.text(GATEWAY, batch.gateway());
    out.uint(LANE, batch.lane().code());
    out.uint(FIRST, batch.firstSequence());
    out.uint(LAST, batch.lastSequence());
    int mark = out.begin(SAMPLES);
    encoder.encodeDeflated(batch.samples(), out);
    out.endOrDrop(SAMPLES, mark);
    for (Event event : batch.events()) {
      mark = out.begin(EVENTS);
      EventFormat.encode(event, out);
      out.end(mark);
    }
    return out.toByteArray();
  }

  static byte[] dictionary(String gateway, List<ChannelInfo> channels) {
    WireWriter out = new WireWriter(64 * (channels.size() + 1));
    out.text(GATEWAY, gateway);
    for (ChannelInfo channel : channels) {
      int mark = out.begin(CHANNELS);
      ChannelFormat.encode(channel, out);
      out.end(mark);
    }
    return out.toByteArray();
  }

  private ValueType type(int number) {
    return channels.apply(number).type();
  }
}
