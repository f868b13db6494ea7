package io.weir.api.uplink;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What destinations would never take: set aside so that the line goes on, and sent again or deleted
 * by hand. An OSGi service; any thread. What is bounded, an uplink keeps of it: the oldest make
 * room.
 */
@ProviderType
public interface RejectedMessages {
  /**
   * One message that lies there.
   *
   * @param id names it among those of its uplink
   * @param time when it was set aside, epoch microseconds
   * @param kind {@code telemetry} or {@code event}
   * @param device its device where the uplink sends each by itself; else empty
   * @param first sequence of its first entry
   * @param last sequence of its last entry
   * @param contentType MIME type of its payload
   * @param bytes size of its payload
   * @param reason why the destination would not take it
   * @param retrying whether it waits to be sent again
   */
  record Rejected(
      String id,
      long time,
      String kind,
      String device,
      long first,
      long last,
      String contentType,
      long bytes,
      String reason,
      boolean retrying) {}

  /** The uplinks that are known here, by name, also those that have nothing set aside. */
  List<String> uplinks();

  /**
   * What lies there of an uplink, oldest first; empty for an uplink that is not known.
   *
   * @throws IOException if it cannot be read
   */
  List<Rejected> list(String uplink) throws IOException;

  /**
   * The payload of one message; nothing if it is not there.
   *
   * @throws IOException if it cannot be read
   */
  Optional<byte[]> payload(String uplink, String id) throws IOException;

  /**
   * Has one message sent again, as it is, once its destination takes messages. It stays until it is
   * acknowledged; if it is refused again it stays with the newest reason.
   *
   * @return whether there is such a message and a pump for it
   */
  boolean retry(String uplink, String id) throws IOException;

  /**
   * Deletes one message for good.
   *
   * @return whether it was there
   */
  boolean delete(String uplink, String id) throws IOException;
}
