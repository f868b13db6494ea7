package io.weir.core.internal.announce;

import io.weir.api.driver.AnnouncingDriver.Presence;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device that made itself known, as it is remembered.
 *
 * @param address its address in its canonical form
 * @param name what its source calls it
 * @param model manufacturer and model, empty when not known
 * @param metadata what else it told
 * @param channels its channels as JSON objects, those that could be used
 * @param presence whether it can be reached, as far as was told since its driver is there
 * @param listed whether its source still knows it
 * @param heard whether it was announced since its driver is there
 * @param ignored whether a person does not want it
 * @param device the id of the document it was accepted as, null when it was not
 * @param since epoch microseconds at which it was first announced
 */
public record AnnouncedEntry(
    Map<String, Object> address,
    String name,
    String model,
    Map<String, String> metadata,
    List<String> channels,
    Presence presence,
    boolean listed,
    boolean heard,
    boolean ignored,
    @Nullable String device,
    long since) {

  /** The same, accepted as this device, or as none any more. */
  public AnnouncedEntry as(@Nullable String newDevice, boolean newIgnored) {
    return new AnnouncedEntry(
        address,
        name,
        model,
        metadata,
        channels,
        presence,
        listed,
        heard,
        newIgnored,
        newDevice,
        since);
  }

  /** The same, of which nothing is heard. */
  AnnouncedEntry silent(boolean newListed) {
    return new AnnouncedEntry(
        address,
        name,
        model,
        metadata,
        channels,
        Presence.UNKNOWN,
        newListed,
        false,
        ignored,
        device,
        since);
  }

  /** Whether the file says the same of both. */
  boolean isSameOnDisk(AnnouncedEntry other) {
    return silent(listed).equals(other.silent(other.listed));
  }
}
