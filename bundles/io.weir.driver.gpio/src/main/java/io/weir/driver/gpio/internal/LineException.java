package io.weir.driver.gpio.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import org.jspecify.annotations.Nullable;

/** Something that cannot be done with a line or a chip, with the kernel's number of the error. */
final class LineException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kernel's numbers. */
  static final int ENOENT = 2;

  static final int EIO = 5;
  static final int ENXIO = 6;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;

  private final int code;

  LineException(String message, int code, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  int code() {
    return code;
  }

  /**
   * As the driver's callers know it.
   *
   * @param alone whether no other line was asked for, so that asking for less finds out nothing
   */
  DriverException asDriverException(boolean alone) {
    String message = String.valueOf(getMessage());
    if (code == ENODEV) {
      return new ConnectionException(message, this);
    }
    return new RejectedException(message, code, !alone || code == ENXIO);
  }
}
