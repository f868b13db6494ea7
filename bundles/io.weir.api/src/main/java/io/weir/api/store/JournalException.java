package io.weir.api.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The journal could not do what was asked: disk full, read-only, damaged. */
public final class JournalException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what happened, in words, and its cause. */
  public JournalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
