package io.weir.api.uplink;

import io.weir.api.model.ChannelInfo;
import java.util.function.IntFunction;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A destination that encodes for itself, because what it writes depends on more than the batch: a
 * session with births and sequence numbers (Sparkplug B, Kura), rows of a table, objects that
 * gather many batches.
 */
@ConsumerType
public interface BatchTransport extends Destination {
  /**
   * Hands over one batch; returns at once. Exactly one answer follows for each ticket, unless the
   * connection is lost: {@link Listener#disconnected} ends all tickets. A ticket is acknowledged
   * when the destination has everything of its batch for good.
   *
   * @param batch valid during the call only
   * @param channels the dictionary; never answers null for a number in the batch
   */
  void publish(long ticket, UplinkBatch batch, IntFunction<ChannelInfo> channels);
}
