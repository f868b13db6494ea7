package io.weir.api.driver;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver whose devices make themselves known: by a bridge's list, a discovery message, a
 * registration.
 *
 * <p>What is announced is not in force by itself. A device document with {@code "profile":
 * "announced"} and the announced address takes the announced channels, each of which it may
 * override like a profile's. Such a document is written by an engineer who accepts the device, or
 * by {@code core} when the connection's setting {@code accept} is {@code all}. {@code core} keeps
 * the last announcements on disk, so that channels are there before the device speaks again.
 */
@ConsumerType
public interface AnnouncingDriver extends PushDriver {
  /** Most devices of one connection. */
  int MAX_DEVICES = 2_000;

  /** Whether a device can be reached now. */
  enum Presence {
    ONLINE,
    /** The protocol says that it is away. */
    OFFLINE,
    /** The protocol does not tell. */
    UNKNOWN
  }

  /**
   * A device that made itself known.
   *
   * @param address the address of its document, and what it is known by: it stays the same when the
   *     device is renamed, and no other device has it
   * @param name what people call it now, as the protocol has it
   * @param model manufacturer and model, empty when not known
   * @param metadata what else it told, for people: serial number, firmware, power source...
   * @param channels each a JSON object as documents have it; none while they are not known yet
   * @param presence whether it can be reached
   */
  record Announced(
      Map<String, Object> address,
      String name,
      String model,
      Map<String, String> metadata,
      List<String> channels,
      Presence presence) {
    /** Copies the collections. */
    public Announced {
      address = Map.copyOf(address);
      metadata = Map.copyOf(metadata);
      channels = List.copyOf(channels);
    }
  }

  /**
   * Says who is told when {@link #announced} changes; once, before the first {@link #connect}.
   *
   * @param changed from any thread, cheap, never blocks; a change of many devices tells once
   */
  void onAnnounce(Runnable changed);

  /**
   * All devices that are known now, at most {@link #MAX_DEVICES}, in an order that does not change
   * by itself; null when nothing has told yet which there are. Any thread.
   */
  @Nullable List<Announced> announced();

  /**
   * Whether a device that is not among {@link #announced} has been removed at its source. Not so
   * where each device tells by itself and one may only not have done so since the gateway started;
   * it stays as it was then. Any thread.
   */
  default boolean listsAll() {
    return true;
  }
}
