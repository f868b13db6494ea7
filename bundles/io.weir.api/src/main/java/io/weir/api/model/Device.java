package io.weir.api.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A thing behind the gateway as it is configured now, its profile resolved.
 *
 * @param id lower-case letters, digits, {@code . _ -}; unique on the gateway
 * @param name what people call it
 * @param profile id of the profile it instantiates, or null
 * @param connection name of the connection it is reached through
 * @param enabled whether it is polled and may be written
 * @param metadata location, serial number and the like
 * @param channels its channels, in document order
 */
public record Device(
    String id,
    String name,
    @Nullable String profile,
    String connection,
    boolean enabled,
    Map<String, String> metadata,
    List<Channel> channels) {

  /** Copies the collections. */
  public Device {
    metadata = Map.copyOf(metadata);
    channels = List.copyOf(channels);
  }
}
