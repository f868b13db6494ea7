package io.weir.uplink.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.store.ChannelTable;
import io.weir.api.uplink.BatchTransport;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.Destination;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands batches as they are to a destination that encodes for itself. What may have to be set aside
 * is encoded here, so that it can be kept: in the native encoding where that is installed, else as
 * JSON.
 */
final class BatchOutlet implements Outlet {
  /** Codecs for what is set aside, the best first. */
  private static final List<String> KEEPERS = List.of("weir", "json");

  /** Property of what is set aside that names its codec. */
  private static final String CODEC = "codec";

  private static final Logger LOG = LoggerFactory.getLogger(BatchOutlet.class);

  private final BatchTransport transport;
  private final Function<String, @Nullable Codec> codecs;
  private final ChannelTable table;
  private final IntFunction<ChannelInfo> channels;

  BatchOutlet(
      Services services, BatchTransport transport, Function<String, @Nullable Codec> codecs) {
    this.transport = transport;
    this.codecs = codecs;
    table = services.channels();
    channels = Outlet.dictionary(services);
  }

  @Override
  public Destination destination() {
    return transport;
  }

  @Override
  public void pack(Flight flight, UplinkBatch batch) {
    flight.load(Parcel.of(flight, batch, flight.suspect ? keepsake(batch) : null));
  }

  @Override
  public void publish(long ticket, Parcel parcel) {
    transport.publish(ticket, parcel.takeBatch(), channels);
  }

  @Override
  public void publishDictionary(long ticket, Message message) {
    throw new IllegalStateException("this destination takes no messages");
  }

  @Override
  public void publishAgain(long ticket, Message message) throws IOException {
    String name = message.properties().getOrDefault(CODEC, "");
    Codec codec = codecs.apply(name);
    if (codec == null) {
      throw new IOException("codec '" + name + "', by which it is kept, is not installed");
    }
    DecodedBatch decoded = codec.decode(message.payload(), table::get);
    transport.publish(ticket, Decoded.batch(decoded, table), channels);
  }

  @Override
  public @Nullable Message dictionary(List<ChannelInfo> lines) {
    return null;
  }

  /** What a batch is kept as; null if no codec can do it. */
  private @Nullable Message keepsake(UplinkBatch batch) {
    for (String name : KEEPERS) {
      Codec codec = codecs.apply(name);
      if (codec != null) {
        try {
          return new Envelope(codec, name, channels).message(batch, "", Map.of(CODEC, name));
        } catch (RuntimeException e) {
          LOG.debug("Codec {} cannot keep entry {}", name, batch.firstSequence(), e);
        }
      }
    }
    return null;
  }
}
