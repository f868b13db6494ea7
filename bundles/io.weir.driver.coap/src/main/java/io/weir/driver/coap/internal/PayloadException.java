package io.weir.driver.coap.internal;

import org.eclipse.californium.core.coap.CoAP.ResponseCode;

/** A payload or an option that cannot be used, with the code that says so to its sender. */
final class PayloadException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ResponseCode code;

  PayloadException(ResponseCode code, String message) {
    super(message);
    this.code = code;
  }

  /** Bad request. */
  PayloadException(String message) {
    this(ResponseCode.BAD_REQUEST, message);
  }

  ResponseCode code() {
    return code;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
