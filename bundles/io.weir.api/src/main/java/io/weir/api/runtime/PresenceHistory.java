package io.weir.api.runtime;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * When devices could be reached and when not, kept over restarts. Any thread.
 *
 * <p>A device is online while its status is ok or degraded, offline while it is in error, be that
 * found out by asking it or said by its connection.
 */
@ProviderType
public interface PresenceHistory {
  /** Most changes that are kept of a device. */
  int MOST = 100;

  /**
   * A change.
   *
   * @param time epoch microseconds
   * @param online whether the device could be reached from then on
   * @param reason the reason of its status in one word: {@code none}, {@code comm}, {@code device},
   *     {@code gone}
   * @param message why not, in words
   */
  record Change(long time, boolean online, String reason, String message) {}

  /** The last changes of a device, oldest first; none when nothing is known. */
  List<Change> changes(String device);
}
