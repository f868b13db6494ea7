package io.weir.uplink.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.Destination;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import io.weir.api.uplink.UplinkBatch;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Encodes batches for a transport: one message for each, or one for each of its devices. */
final class MessageOutlet implements Outlet {
  private final Transport transport;
  private final Envelope envelope;
  private final Codec codec;
  private final String gateway;
  private final @Nullable DeviceSplit split;

  MessageOutlet(Policy policy, Services services, Transport transport, Codec codec) {
    this.transport = transport;
    this.codec = codec;
    gateway = services.gateway();
    IntFunction<ChannelInfo> channels = Outlet.dictionary(services);
    envelope = new Envelope(codec, policy.codec(), channels);
    split = policy.split() == Policy.Split.DEVICE ? new DeviceSplit(channels) : null;
  }

  @Override
  public Destination destination() {
    return transport;
  }

  @Override
  public void pack(Flight flight, UplinkBatch batch) {
    if (split == null) {
      envelope.pack(flight, batch, "", Map.of());
      return;
    }
    List<DeviceSplit.Part> parts = split.parts(batch);
    for (int i = 0; i < parts.size(); i++) {
      DeviceSplit.Part part = parts.get(i);
      Map<String, String> properties =
          Map.of("part", Integer.toString(i + 1), "parts", Integer.toString(parts.size()));
      envelope.pack(flight, part.batch(), part.device(), properties);
    }
  }

  @Override
  public void publish(long ticket, Parcel parcel) {
    Message message = parcel.message();
    if (message == null) {
      throw new IllegalStateException("a parcel without a message");
    }
    transport.publish(ticket, message);
  }

  @Override
  public void publishAgain(long ticket, Message message) {
    transport.publish(ticket, message);
  }

  @Override
  public void publishDictionary(long ticket, Message message) {
    transport.publish(ticket, message);
  }

  @Override
  public @Nullable Message dictionary(List<ChannelInfo> channels) {
    byte[] payload = codec.dictionary(gateway, channels);
    return payload == null
        ? null
        : new Message(
            "channels",
            "",
            payload,
            codec.contentType(),
            true,
            Map.of("gateway", gateway, "channels", Integer.toString(channels.size())));
  }
}
