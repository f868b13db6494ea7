package io.weir.manage.internal;

/** A document that cannot be used: where and why. */
final class InvalidDocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  InvalidDocumentException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
