package io.weir.driver.modbus.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import java.util.Locale;

/** The exception codes of the Modbus Application Protocol Specification V1.1b3, section 7. */
enum ExceptionCode {
  ILLEGAL_FUNCTION(0x01),
  ILLEGAL_DATA_ADDRESS(0x02),
  ILLEGAL_DATA_VALUE(0x03),
  SERVER_DEVICE_FAILURE(0x04),
  ACKNOWLEDGE(0x05),
  SERVER_DEVICE_BUSY(0x06),
  /** From the first edition of the specification; devices still send it. */
  NEGATIVE_ACKNOWLEDGE(0x07),
  MEMORY_PARITY_ERROR(0x08),
  GATEWAY_PATH_UNAVAILABLE(0x0A),
  GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND(0x0B);

  private final int code;

  ExceptionCode(int code) {
    this.code = code;
  }

  /** What the driver throws for an exception answer; {@code what} names the request. */
  static DriverException of(int code, String what) {
    String hex = String.format(Locale.ROOT, "exception 0x%02X", code);
    for (ExceptionCode known : values()) {
      if (known.code == code) {
        return known.exception(
            what + ": " + known.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + hex);
      }
    }
    return new RejectedException(what + ": " + hex, code, false);
  }

  private DriverException exception(String message) {
    return switch (this) {
      case GATEWAY_PATH_UNAVAILABLE, GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND ->
          new NoResponseException(message, null);
      case ILLEGAL_DATA_ADDRESS, ILLEGAL_DATA_VALUE -> new RejectedException(message, code, true);
      default -> new RejectedException(message, code, false);
    };
  }
}
