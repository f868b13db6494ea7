package io.weir.launcher;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceException;

/**
 * Lines that say once more what the status board has said in one: a component that refuses its
 * settings makes the component runtime and the framework report the exception, with its stack, and
 * then each other part that hoped for the component.
 */
final class Echoes {
  /** By name: the launcher knows no bundle's classes. */
  private static final String REFUSAL = "io.weir.api.model.ConfigException";

  /** What the component runtime says after it has told the cause. */
  private static final List<String> AFTERMATH =
      List.of("Could not get service from ref", "Service not available from service registry");

  private Echoes() {}

  /** Whether the exception has been told already, or the board tells it. */
  static boolean isOne(@Nullable Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().equals(REFUSAL)) {
        return true;
      }
    }
    return thrown instanceof ServiceException failed
        && String.valueOf(failed.getMessage()).startsWith("Service factory returned null");
  }

  /** Whether the line only says what follows from an earlier one. */
  static boolean isOne(String message) {
    return AFTERMATH.stream().anyMatch(message::contains);
  }
}
