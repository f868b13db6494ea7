package io.weir.api.runtime;

import io.weir.api.driver.AnnouncingDriver.Presence;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The devices that make themselves known on connections whose driver is an {@link
 * io.weir.api.driver.AnnouncingDriver}, and what was decided of each. Kept over restarts. Any
 * thread but the registry's own; each answer is immutable.
 */
@ProviderType
public interface AnnouncedDevices {
  /** What was decided of a device. */
  enum Standing {
    /** Nothing yet: it has no document. */
    PENDING,
    /** It has a document. */
    ACCEPTED,
    /** It is not wanted. */
    IGNORED
  }

  /**
   * A device that made itself known.
   *
   * @param connection the connection it is reached through
   * @param address the address its document has
   * @param name what its source calls it
   * @param model manufacturer and model, empty when not known
   * @param metadata what else it told
   * @param channels its channels that can be used, each a JSON object as documents have it; none
   *     while they are not known yet
   * @param presence whether it can be reached
   * @param listed whether its source still knows it
   * @param standing what was decided of it
   * @param device the id of its device, or the one that is suggested for it
   * @param since epoch microseconds at which it was first announced
   */
  record Entry(
      String connection,
      Map<String, Object> address,
      String name,
      String model,
      Map<String, String> metadata,
      List<String> channels,
      Presence presence,
      boolean listed,
      Standing standing,
      String device,
      long since) {
    /** Copies the collections. */
    public Entry {
      address = Map.copyOf(address);
      metadata = Map.copyOf(metadata);
      channels = List.copyOf(channels);
    }
  }

  /** All that are known, by connection and in the order in which they were first announced. */
  List<Entry> entries();

  /** Whether what announces itself on this connection is accepted by itself. */
  boolean acceptsAll(String connection);

  /**
   * Writes a document for a device that has none; its channels are in force when the call returns.
   *
   * @param id the id it is to have; null for the one that is suggested
   * @param name what people are to call it; null to go by its source
   * @return its id
   * @throws io.weir.api.model.ConfigException naming {@code address}, {@code id} or {@code name}
   * @throws IOException if the document cannot be written
   */
  String accept(
      String connection, Map<String, Object> address, @Nullable String id, @Nullable String name)
      throws IOException;

  /**
   * Remembers that a device without a document is not wanted, or takes that back.
   *
   * @throws io.weir.api.model.ConfigException naming {@code address}
   */
  void ignore(String connection, Map<String, Object> address, boolean ignored);
}
