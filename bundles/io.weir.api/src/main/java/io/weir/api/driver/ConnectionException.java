package io.weir.api.driver;

import org.jspecify.annotations.Nullable;

/** The connection itself is gone; nothing behind it can be reached until it is made again. */
public final class ConnectionException extends DriverException {
  private static final long serialVersionUID = 1L;

  /** With what happened, in words, and its cause. */
  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
