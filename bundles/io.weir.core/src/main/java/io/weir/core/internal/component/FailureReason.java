package io.weir.core.internal.component;

import io.weir.api.model.ConfigException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sentence for people in the stack trace that the component runtime keeps of a failure. */
final class FailureReason {
  private static final String CONFIG = ConfigException.class.getName() + ": ";
  private static final String CAUSE = "Caused by: ";

  private FailureReason() {}

  /** What a wrong setting says of itself, else the innermost cause. */
  static String of(@Nullable String trace) {
    if (trace == null || trace.isBlank()) {
      return "The component did not start and gave no reason; see the log.";
    }
    List<String> lines = trace.lines().toList();
    String reason = lines.get(0);
    for (String line : lines) {
      int config = line.indexOf(CONFIG);
      if (config >= 0) {
        return line.substring(config + CONFIG.length());
      }
      if (line.startsWith(CAUSE)) {
        reason = line.substring(CAUSE.length());
      }
    }
    return reason;
  }
}
