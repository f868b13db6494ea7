package io.weir.api.driver;

import org.jspecify.annotations.Nullable;

/** One device did not answer in time, or with something that is not an answer to this request. */
public final class NoResponseException extends DriverException {
  private static final long serialVersionUID = 1L;

  /** With what happened, in words, and its cause. */
  public NoResponseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
