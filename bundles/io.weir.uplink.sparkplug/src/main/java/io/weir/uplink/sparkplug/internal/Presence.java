package io.weir.uplink.sparkplug.internal;

import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.StatusBoard;
import java.util.HashMap;
import java.util.Map;

/**
 * Which devices can be reached, as their status says: while it is ok or degraded. A device that is
 * on its way keeps what it was. Guarded by the session's lock.
 */
final class Presence {
  private static final String PREFIX = "device/";

  private final StatusBoard board;
  private Map<String, Boolean> online = new HashMap<>();

  Presence(StatusBoard board) {
    this.board = board;
  }

  /** Looks again. */
  void refresh() {
    Map<String, Boolean> now = new HashMap<>();
    for (PartStatus part : board.parts()) {
      if (part.part().startsWith(PREFIX)) {
        String id = part.part().substring(PREFIX.length());
        now.put(
            id,
            switch (part.state()) {
              case OK, DEGRADED -> true;
              case STARTING -> online.getOrDefault(id, false);
              case ERROR, DISABLED -> false;
            });
      }
    }
    online = now;
  }

  /** Whether it can be reached; a device nobody says anything about can. */
  boolean isOnline(String device) {
    return online.getOrDefault(device, true);
  }
}
