package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import org.jspecify.annotations.Nullable;

/**
 * RTU frames: unit id, function code, data, checksum with its low byte first.
 *
 * <p>MODBUS over Serial Line Specification V1.02, section 2.5.1.
 */
final class RtuFraming implements SerialFraming {
  private static final int CHECKSUM = 2;
  private static final int MAX_LENGTH = 256;
  private static final int EXCEPTION_LENGTH = 5;
  private static final int WRITE_LENGTH = 8;
  private static final int MIN_LENGTH = 5;
  private static final int POLYNOMIAL = 0xA001;

  @Override
  public int put(ModbusRequest request, byte[] into) {
    byte[] data = request.getMessage();
    into[0] = (byte) request.getUnitID();
    into[1] = (byte) request.getFunctionCode();
    System.arraycopy(data, 0, into, 2, data.length);
    int length = 2 + data.length;
    int checksum = checksum(into, length);
    into[length] = (byte) checksum;
    into[length + 1] = (byte) (checksum >> 8);
    return length + CHECKSUM;
  }

  @Override
  public int length(byte[] bytes, int available) {
    int length = expected(bytes, available);
    return length <= available ? length : 0;
  }

  /** The length the beginning of a frame promises; 0 when it promises nothing. */
  private static int expected(byte[] bytes, int available) {
    if (available < 3) {
      return 0;
    }
    int function = bytes[1] & 0xFF;
    if (function >= Modbus.EXCEPTION_OFFSET) {
      return EXCEPTION_LENGTH;
    }
    return switch (function) {
      case Modbus.READ_COILS,
          Modbus.READ_INPUT_DISCRETES,
          Modbus.READ_HOLDING_REGISTERS,
          Modbus.READ_INPUT_REGISTERS ->
          3 + (bytes[2] & 0xFF) + CHECKSUM;
      case Modbus.WRITE_COIL,
          Modbus.WRITE_SINGLE_REGISTER,
          Modbus.WRITE_MULTIPLE_COILS,
          Modbus.WRITE_MULTIPLE_REGISTERS ->
          WRITE_LENGTH;
      default -> 0;
    };
  }

  /** Only a frame whose beginning tells its length is waited for; silence ends all others. */
  @Override
  public boolean isPromising(byte[] bytes, int available, ModbusRequest request) {
    return available < 3
        ? (bytes[0] & 0xFF) == request.getUnitID()
        : expected(bytes, available) > 0
            && Frames.mismatch(bytes[0] & 0xFF, bytes[1] & 0xFF, request) == null;
  }

  @Override
  public @Nullable String mismatch(byte[] bytes, int length, ModbusRequest request) {
    if (length < MIN_LENGTH) {
      return "received " + length + " bytes, too few for an answer";
    }
    int sum = (bytes[length - 2] & 0xFF) | (bytes[length - 1] & 0xFF) << 8;
    if (sum != checksum(bytes, length - CHECKSUM)) {
      return "received " + length + " bytes with a wrong checksum (CRC)";
    }
    int expected = expected(bytes, length);
    if (expected != 0 && expected != length) {
      return "received " + length + " bytes where the answer has " + expected;
    }
    return Frames.mismatch(bytes[0] & 0xFF, bytes[1] & 0xFF, request);
  }

  @Override
  public void show(byte[] bytes, int length, Pdu into) {
    into.set(bytes, 1, length - 1 - CHECKSUM);
  }

  @Override
  public int characters(int messageLength) {
    return 1 + messageLength + CHECKSUM;
  }

  @Override
  public int maxLength() {
    return MAX_LENGTH;
  }

  /** CRC-16 of Modbus, section 6.2.2. */
  static int checksum(byte[] bytes, int length) {
    int sum = 0xFFFF;
    for (int i = 0; i < length; i++) {
      sum ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ POLYNOMIAL;
      }
    }
    return sum;
  }
}
