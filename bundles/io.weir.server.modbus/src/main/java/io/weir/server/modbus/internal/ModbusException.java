package io.weir.server.modbus.internal;

/** A request that is answered with an exception code of the Modbus specification. */
final class ModbusException extends Exception {
  private static final long serialVersionUID = 1L;

  static final int ILLEGAL_FUNCTION = 1;
  static final int ILLEGAL_ADDRESS = 2;
  static final int ILLEGAL_VALUE = 3;
  static final int DEVICE_FAILURE = 4;
  static final int BUSY = 6;
  static final int NO_PATH = 0x0A;
  static final int NO_RESPONSE = 0x0B;

  private final int code;

  ModbusException(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
