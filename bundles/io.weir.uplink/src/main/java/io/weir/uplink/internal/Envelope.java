package io.weir.uplink.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.UplinkBatch;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Makes messages of batches, with what receivers remove copies and find gaps by. */
final class Envelope {
  private final Codec codec;
  private final String codecName;
  private final IntFunction<ChannelInfo> channels;

  Envelope(Codec codec, String codecName, IntFunction<ChannelInfo> channels) {
    this.codec = codec;
    this.codecName = codecName;
    this.channels = channels;
  }

  /** Loads a batch, or a device's part of it, on the flight as a message. */
  void pack(Flight flight, UplinkBatch batch, String device, Map<String, String> extra) {
    Map<String, String> more = new TreeMap<>(extra);
    if (!flight.pending.isEmpty()) {
      more.put("pending", flight.pending);
    }
    try {
      flight.load(Parcel.of(flight, message(batch, device, more)));
    } catch (RuntimeException e) {
      String refusal = "codec " + codecName + " cannot encode it: " + e;
      flight.load(Parcel.refused(flight, wrap(batch, device, more, new byte[0]), refusal));
    }
  }

  Message message(UplinkBatch batch, String device, Map<String, String> more) {
    return wrap(batch, device, more, codec.encode(batch, channels));
  }

  private Message wrap(UplinkBatch batch, String device, Map<String, String> more, byte[] payload) {
    String kind = batch.lane().name().toLowerCase(Locale.ROOT);
    Map<String, String> properties = new TreeMap<>(more);
    properties.put("gateway", batch.gateway());
    properties.put("lane", kind);
    properties.put("first", Long.toString(batch.firstSequence()));
    properties.put("last", Long.toString(batch.lastSequence()));
    if (!device.isEmpty()) {
      properties.put("device", device);
    }
    if (!codec.contentEncoding().isEmpty()) {
      properties.put("content-encoding", codec.contentEncoding());
    }
    return new Message(kind, device, payload, codec.contentType(), false, properties);
  }
}
