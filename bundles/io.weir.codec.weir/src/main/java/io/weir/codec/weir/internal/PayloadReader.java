package io.weir.codec.weir.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.EventFormat;
import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.store.Lane;
import io.weir.api.uplink.DecodedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads {@code weir.batch.v1.Payload}. Confined to one thread. */
final class PayloadReader {
  private final IntFunction<@Nullable ChannelInfo> channels;
  private final WireReader fields = new WireReader();
  private final WireReader inner = new WireReader();
  private final Batch batch = new Batch(64);
  private final List<Event> events = new ArrayList<>();

  PayloadReader(IntFunction<@Nullable ChannelInfo> channels) {
    this.channels = channels;
  }

  DecodedBatch read(byte[] payload) throws MalformedException {
    String gateway = "";
    int lane = 0;
    long first = 0;
    long last = 0;
    List<Sample> samples = new ArrayList<>();
    fields.over(payload, 0, payload.length);
    for (int field = fields.next(); field != 0; field = fields.next()) {
      switch (field) {
        case PayloadWriter.GATEWAY -> gateway = fields.text();
        case PayloadWriter.LANE -> lane = fields.uint(Integer.MAX_VALUE);
        case PayloadWriter.FIRST -> first = fields.uint();
        case PayloadWriter.LAST -> last = fields.uint();
        case PayloadWriter.SAMPLES -> samples(payload, samples);
        case PayloadWriter.EVENTS -> events.add(EventFormat.decode(fields.message(inner)));
        default -> fields.skip();
      }
    }
    return new DecodedBatch(gateway, lane(lane), first, last, samples, events);
  }

  private void samples(byte[] payload, List<Sample> samples) throws MalformedException {
    fields.message(inner);
    batch.clear();
    try (BatchDecoder decoder = new BatchDecoder()) {
      decoder.decode(payload, inner.position(), inner.remaining(), batch);
      for (int series = 0; series < decoder.seriesCount(); series++) {
        ChannelInfo channel = channel(decoder.seriesChannel(series));
        if (channel.type() != decoder.seriesType(series)) {
          throw new MalformedException(
              "channel %d is %s in the payload and %s in the dictionary"
                  .formatted(channel.number(), decoder.seriesType(series), channel.type()));
        }
      }
    }
    for (int row = 0; row < batch.size(); row++) {
      ChannelInfo channel = channel(batch.channel(row));
      byte quality = batch.quality(row);
      Object value =
          Quality.isBad(quality) ? null : channel.type().box(batch.bits(row), batch.object(row));
      samples.add(new Sample(channel.id(), batch.time(row), value, quality));
    }
  }

  private ChannelInfo channel(int number) throws MalformedException {
    ChannelInfo channel = channels.apply(number);
    if (channel == null) {
      throw new MalformedException("channel " + number + " is not in the dictionary");
    }
    return channel;
  }

  private static Lane lane(int code) throws MalformedException {
    for (Lane lane : Lane.values()) {
      if (lane.code() == code) {
        return lane;
      }
    }
    throw new MalformedException("lane " + code + " is not one of 1 and 2");
  }
}
