package io.weir.manage.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents that were refused, and why. Kept here until the status board is there, since
 * configuration comes first. Any thread.
 */
final class ConfigProblems {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigProblems.class);

  private final Map<String, String> problems = new HashMap<>();
  private final Map<String, StatusBoard.Part> parts = new HashMap<>();
  private @Nullable StatusBoard board;

  /** Shows what is known so far on this board, or on none any more. */
  synchronized void show(@Nullable StatusBoard newBoard) {
    board = newBoard;
    parts.clear();
    problems.forEach(this::report);
  }

  /** The document of this file is refused; what was in force stays. */
  synchronized void refused(String file, String reason) {
    if (!reason.equals(problems.put(file, reason))) {
      LOG.warn("{} is refused: {}", file, reason);
      report(file, reason);
    }
  }

  /** The document of this file is in force, or gone. */
  synchronized void accepted(String file) {
    if (problems.remove(file) != null) {
      LOG.info("{} is accepted again", file);
      StatusBoard.Part part = parts.remove(file);
      if (part != null) {
        part.close();
      }
    }
  }

  private void report(String file, String reason) {
    StatusBoard shown = board;
    if (shown != null) {
      parts
          .computeIfAbsent(file, name -> shown.part("config/" + name))
          .status(State.ERROR, "config", file + ": " + reason + "; the last good one stays");
    }
  }
}
