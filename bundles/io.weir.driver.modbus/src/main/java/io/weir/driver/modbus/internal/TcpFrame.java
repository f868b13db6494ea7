package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of Modbus TCP: transaction id, protocol id 0, number of bytes that follow, unit id;
 * two bytes each but the last. The function code comes next.
 */
final class TcpFrame {
  /** Bytes in front of the function code. */
  static final int HEADER = 7;

  /** Longest frame the specification allows. */
  static final int MAX_LENGTH = 260;

  private static final int COUNTED_FROM = 6;

  /** Unit id, function code and one byte: nothing shorter is an answer. */
  private static final int MIN_COUNT = 3;

  private TcpFrame() {}

  static void put(ModbusRequest request, int transaction, ByteBuffer into) {
    byte[] data = request.getMessage();
    into.putShort((short) transaction)
        .putShort((short) 0)
        .putShort((short) (2 + data.length))
        .put((byte) request.getUnitID())
        .put((byte) request.getFunctionCode())
        .put(data);
  }

  /** Length of the frame at the beginning of so many bytes, 0 when its end is not there yet. */
  static int length(byte[] bytes, int available) {
    if (available < COUNTED_FROM) {
      return 0;
    }
    int length = COUNTED_FROM + unsigned16(bytes, 4);
    return length <= available ? length : 0;
  }

  /** What is wrong with the beginning of a frame; null when it may be one. */
  static @Nullable String fault(byte[] bytes, int available) {
    if (available < COUNTED_FROM) {
      return null;
    }
    int count = unsigned16(bytes, 4);
    if (unsigned16(bytes, 2) != 0) {
      return "received something that is not Modbus TCP: protocol id " + unsigned16(bytes, 2);
    }
    if (count < MIN_COUNT || count > MAX_LENGTH - COUNTED_FROM) {
      return "received a frame that says it is " + count + " bytes long";
    }
    return null;
  }

  static int transaction(byte[] bytes) {
    return unsigned16(bytes, 0);
  }

  /** Why a frame of the right transaction does not answer the request; null when it does. */
  static @Nullable String mismatch(byte[] bytes, int length, ModbusRequest request) {
    int function = bytes[HEADER] & 0xFF;
    @Nullable String mismatch = Frames.mismatch(bytes[COUNTED_FROM] & 0xFF, function, request);
    if (mismatch == null && function >= Modbus.EXCEPTION_OFFSET && length != HEADER + 2) {
      return "an exception answer is " + length + " bytes long";
    }
    return mismatch;
  }

  private static int unsigned16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }
}
