package io.weir.api.uplink;

/** A destination that is there does not take what it was given. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean permanent;

  /**
   * @param permanent whether it never will, so that it is set aside, not sent again
   */
  public RefusedException(boolean permanent, String reason) {
    super(reason);
    this.permanent = permanent;
  }

  /** Whether it never will. */
  public boolean isPermanent() {
    return permanent;
  }
}
