package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A profile as its document says.
 *
 * @param metadata what devices have that do not say otherwise
 */
record ProfileDocument(
    String id,
    String name,
    String source,
    @Nullable Duration period,
    Map<String, String> metadata,
    ObjectNode address,
    ChannelNodes channels) {

  /** Whether it is what one device has told of itself. */
  boolean isAnnounced() {
    return id.equals(AnnouncedProfile.ID);
  }
}
