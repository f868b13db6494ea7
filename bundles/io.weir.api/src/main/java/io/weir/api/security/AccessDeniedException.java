package io.weir.api.security;

/** Not signed in: wrong code, or too many tries. */
public final class AccessDeniedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long retryAfterSeconds;

  /**
   * @param message for the person
   * @param retryAfterSeconds when another try is allowed; 0 for at once
   */
  public AccessDeniedException(String message, long retryAfterSeconds) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Seconds until another try is allowed. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
