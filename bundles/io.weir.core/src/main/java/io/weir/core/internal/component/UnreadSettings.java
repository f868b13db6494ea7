package io.weir.core.internal.component;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.registry.Suggestions;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Settings that nobody reads, for a misspelt file name would otherwise be silent. Confined to one
 * thread.
 */
final class UnreadSettings {
  /** So often in a row settings must be found unread: a part may be about to come up. */
  private static final int PATIENCE = 5;

  private final StatusBoard board;
  private final Map<String, Integer> seen = new HashMap<>();
  private final Map<String, StatusBoard.Part> shown = new HashMap<>();

  UnreadSettings(StatusBoard board) {
    this.board = board;
  }

  /**
   * Looks once.
   *
   * @param settings the pids of all settings, {@code name} or {@code name~instance}
   * @param readers the names that parts of the gateway read
   */
  void look(Collection<String> settings, Collection<String> readers) {
    Set<String> unread = new HashSet<>();
    for (String pid : settings) {
      if (!readers.contains(name(pid))) {
        unread.add(pid);
        if (seen.merge(pid, 1, Integer::sum) >= PATIENCE) {
          show(pid, readers);
        }
      }
    }
    seen.keySet().retainAll(unread);
    shown
        .entrySet()
        .removeIf(entry -> closeUnless(unread.contains(entry.getKey()), entry.getValue()));
  }

  private static boolean closeUnless(boolean stays, StatusBoard.Part part) {
    if (!stays) {
      part.close();
    }
    return !stays;
  }

  void close() {
    shown.values().forEach(StatusBoard.Part::close);
  }

  private void show(String pid, Collection<String> readers) {
    String name = name(pid);
    String fix =
        Suggestions.nearest(name, readers)
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("; take the file away or correct its name");
    shown
        .computeIfAbsent(pid, key -> board.part("config/" + key + ".cfg.json"))
        .status(
            State.DEGRADED,
            "config",
            "No part of this gateway reads settings of '" + name + "'" + fix);
  }

  private static String name(String pid) {
    int tilde = pid.indexOf('~');
    return tilde < 0 ? pid : pid.substring(0, tilde);
  }
}
