package io.weir.api.driver;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What can go wrong on a connection; the subclass tells how far it reaches. */
public abstract sealed class DriverException extends IOException
    permits ConnectionException, NoResponseException, RejectedException {
  private static final long serialVersionUID = 1L;

  DriverException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
