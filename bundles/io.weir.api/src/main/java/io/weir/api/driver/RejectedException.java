package io.weir.api.driver;

/** The device answered with an error of its protocol. */
public final class RejectedException extends DriverException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final boolean addressFault;

  /**
   * @param message the protocol's own name of the error
   * @param code the protocol's own number of the error
   * @param addressFault whether a smaller or shifted block may succeed, so that splitting it finds
   *     the culprit
   */
  public RejectedException(String message, int code, boolean addressFault) {
    super(message, null);
    this.code = code;
    this.addressFault = addressFault;
  }

  /** The protocol's own number of the error. */
  public int code() {
    return code;
  }

  /** Whether splitting the block may isolate the culprit. */
  public boolean isAddressFault() {
    return addressFault;
  }
}
