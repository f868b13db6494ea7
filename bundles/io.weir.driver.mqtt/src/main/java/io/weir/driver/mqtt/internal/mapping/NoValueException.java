package io.weir.driver.mqtt.internal.mapping;

/** A message that gives a point no value, and why. Cheap: floods of them are to be expected. */
final class NoValueException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  enum Kind {
    /** The message does not speak of this value. */
    MISSING,
    /** What stands there is not what was asked for. */
    WRONG,
    /** A number that the type cannot hold. */
    RANGE
  }

  private final Kind kind;

  NoValueException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static NoValueException missing(String message) {
    return new NoValueException(Kind.MISSING, message);
  }

  static NoValueException wrong(String message) {
    return new NoValueException(Kind.WRONG, message);
  }

  Kind kind() {
    return kind;
  }
}
