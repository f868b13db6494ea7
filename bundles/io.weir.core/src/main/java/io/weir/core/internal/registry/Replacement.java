package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.AnnouncedDevices.Standing;
import io.weir.core.internal.announce.Addresses;
import io.weir.core.internal.registry.Announcements.Known;
import io.weir.core.internal.registry.Announcements.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One device taking the place of another. Its steps on the registry's thread, one after another.
 */
final class Replacement {
  private final String id;
  private final ObjectNode document;
  private final Place from;
  private final Place to;
  private @Nullable String gives;

  /** Of the device with this document, which gets this address. */
  Replacement(String id, ObjectNode document, Map<String, Object> address) {
    this.id = id;
    this.document = document;
    String connection = document.path("connection").asText();
    from = new Place(connection, Addresses.of(document.path("address")));
    to = Place.of(connection, address);
    document.set("address", Addresses.json(address));
  }

  /**
   * Checks the new address.
   *
   * @return what people should know, empty when there is nothing
   */
  String check(Registry registry) {
    if (to.address().isEmpty()) {
      throw new ConfigException("address", null, "say which device takes its place");
    }
    if (to.equals(from)) {
      throw new ConfigException("address", shown(), "it has this address already");
    }
    if (!document.path("profile").asText().equals(AnnouncedProfile.ID)) {
      return "";
    }
    Known known = registry.announcements().known(to);
    if (known == null || !known.entry().listed()) {
      throw new ConfigException(
          "address", shown(), "use one that is announced on '" + to.connection() + "' now");
    }
    String other = known.entry().device();
    if (known.standing() == Standing.ACCEPTED && other != null) {
      if (!isUntouched(registry, other)) {
        throw new ConfigException(
            "address", shown(), "device '" + other + "' has it; delete that one first");
      }
      gives = other;
      return "device '" + other + "', which the gateway had made for it by itself, is removed";
    }
    return "";
  }

  private boolean isUntouched(Registry registry, String other) {
    try {
      Path file = registry.devicesFolder().resolve(other + ".json");
      return Arrays.equals(Files.readAllBytes(file), Acceptance.document(to, other, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String shown() {
    return Addresses.json(to.address()).toString();
  }

  /** The device whose document gives way; null for none. */
  @Nullable String gives() {
    return gives;
  }

  /** Remembers that the one that is replaced is not wanted; before the documents are written. */
  boolean begin(Registry registry) {
    registry.announcements().decide(from, id, true);
    return true;
  }

  /** Takes that back: they could not be written. */
  boolean cancel(Registry registry) {
    registry.announcements().decide(from, id, false);
    return true;
  }

  /** Remembers who has its place, once the documents are written. */
  boolean finish(Registry registry) {
    registry.announcements().decide(to, id, false);
    registry.announcements().save(true);
    return true;
  }
}
