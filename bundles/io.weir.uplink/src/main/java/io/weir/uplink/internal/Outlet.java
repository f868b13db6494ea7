package io.weir.uplink.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.Destination;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.UplinkBatch;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** How a batch gets into a destination of one kind. Confined to the pump's thread. */
interface Outlet {
  Destination destination();

  /** Makes the parcels of a batch and loads them on its flight. */
  void pack(Flight flight, UplinkBatch batch);

  /** Hands a parcel over. One that carries the batch itself goes before the lane gathers anew. */
  void publish(long ticket, Parcel parcel);

  /** Hands over the dictionary. */
  void publishDictionary(long ticket, Message message);

  /**
   * Hands over what was set aside.
   *
   * @throws IOException if it cannot be made into what the destination takes
   */
  void publishAgain(long ticket, Message message) throws IOException;

  /** What has to be sent before batches with these channels; null for nothing. */
  @Nullable Message dictionary(List<ChannelInfo> channels);

  /** The dictionary that batches are encoded by. */
  static IntFunction<ChannelInfo> dictionary(Services services) {
    return number -> {
      ChannelInfo info = services.channels().get(number);
      if (info == null) {
        throw new IllegalStateException("channel " + number + " is not in the channel table");
      }
      return info;
    };
  }
}
