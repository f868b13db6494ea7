package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import org.jspecify.annotations.Nullable;

/**
 * ASCII frames: a colon, two hexadecimal digits a byte, a checksum, carriage return and line feed.
 *
 * <p>MODBUS over Serial Line Specification V1.02, section 2.5.2.
 */
final class AsciiFraming implements SerialFraming {
  private static final int MAX_BYTES = 255;
  private static final int MAX_LENGTH = 1 + 2 * MAX_BYTES + 2;

  /** Unit id, function code, one byte and the checksum. */
  private static final int MIN_BYTES = 4;

  private final byte[] decoded = new byte[MAX_BYTES];

  @Override
  public int put(ModbusRequest request, byte[] into) {
    byte[] data = request.getMessage();
    int at = 0;
    into[at++] = ':';
    int sum = 0;
    for (int i = -2; i < data.length; i++) {
      int value =
          i == -2 ? request.getUnitID() : i == -1 ? request.getFunctionCode() : data[i] & 0xFF;
      sum += value;
      at = hex(value, into, at);
    }
    at = hex(-sum & 0xFF, into, at);
    into[at++] = '\r';
    into[at++] = '\n';
    return at;
  }

  private static int hex(int value, byte[] into, int at) {
    into[at] = digit(value >> 4);
    into[at + 1] = digit(value & 0xF);
    return at + 2;
  }

  private static byte digit(int value) {
    return (byte) (value < 10 ? '0' + value : 'A' + value - 10);
  }

  @Override
  public int length(byte[] bytes, int available) {
    for (int i = 1; i < available; i++) {
      if (bytes[i - 1] == '\r' && bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  @Override
  public boolean isPromising(byte[] bytes, int available, ModbusRequest request) {
    return bytes[0] == ':';
  }

  @Override
  public @Nullable String mismatch(byte[] bytes, int length, ModbusRequest request) {
    boolean isFrame =
        bytes[0] == ':'
            && length >= 1 + 2 * MIN_BYTES + 2
            && length <= MAX_LENGTH
            && length % 2 == 1
            && bytes[length - 2] == '\r'
            && bytes[length - 1] == '\n';
    if (!isFrame) {
      return "received " + length + " characters that are no Modbus ASCII frame";
    }
    int count = (length - 3) / 2;
    int sum = 0;
    for (int i = 0; i < count; i++) {
      int high = Character.digit(bytes[1 + 2 * i], 16);
      int low = Character.digit(bytes[2 + 2 * i], 16);
      if (high < 0 || low < 0) {
        return "received something that is no hexadecimal digit in a frame";
      }
      decoded[i] = (byte) (high << 4 | low);
      sum += decoded[i];
    }
    if ((sum & 0xFF) != 0) {
      return "received " + length + " characters with a wrong checksum (LRC)";
    }
    int function = decoded[1] & 0xFF;
    if (function >= 0x80 && count != MIN_BYTES) {
      return "an exception answer is " + count + " bytes long";
    }
    return Frames.mismatch(decoded[0] & 0xFF, function, request);
  }

  @Override
  public void show(byte[] bytes, int length, Pdu into) {
    into.set(decoded, 1, (length - 3) / 2 - 2);
  }

  @Override
  public int characters(int messageLength) {
    return 1 + 2 * (1 + messageLength + 1) + 2;
  }

  @Override
  public int maxLength() {
    return MAX_LENGTH;
  }
}
