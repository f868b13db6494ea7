package io.weir.api.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Backup and restore of everything the gateway has to keep, while it runs. Any thread; one at a
 * time.
 */
@ProviderType
public interface Backup {
  /**
   * What a backup is of.
   *
   * @param gateway id of the gateway it was made on
   * @param version version of Weir that made it
   * @param time when, epoch microseconds
   * @param eventSequence last committed sequence of the event lane in it
   * @param telemetrySequence last committed sequence of the telemetry lane in it
   * @param bytes size of what it holds
   */
  record Summary(
      String gateway,
      String version,
      long time,
      long eventSequence,
      long telemetrySequence,
      long bytes) {}

  /**
   * Writes one consistent file of the state at one moment; acquisition goes on meanwhile.
   *
   * @throws IOException if something cannot be read or written; what was written is then no backup
   */
  Summary write(OutputStream out) throws IOException;

  /**
   * Checks a file whole, and puts what it holds in the place of what is there; the gateway starts
   * anew with it. Sequences go on beyond all that the backup's gateway may have given out since.
   *
   * @throws IOException if it is not a whole backup or cannot be put in place, with the reason;
   *     nothing is changed then
   */
  Summary restore(InputStream in) throws IOException;
}
