package io.weir.security.internal;

/** A file of secrets that does not open. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  enum Kind {
    /** It is no file of secrets at all. */
    FOREIGN,
    /** A version of Weir that this one does not know wrote it. */
    VERSION,
    /** It was encrypted with another key. */
    KEY,
    /** It is not what was written. */
    DAMAGED
  }

  private final Kind kind;

  UnreadableException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
