package io.weir.driver.modbus.internal;

import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Values to register bytes and back. */
final class Values {
  private Values() {}

  /**
   * Adds the row of one point.
   *
   * @param bytes holds the data of an answer
   * @param data where the data begin
   * @param start the register or bit with which the data begin
   */
  static void decode(
      ModbusPoint point, byte[] bytes, int data, int start, int channel, Batch into) {
    int item = point.register() - start;
    if (point.table().isBits()) {
      into.addBoolean(channel, 0, (bytes[data + (item >> 3)] >> (item & 7) & 1) != 0);
      return;
    }
    int at = data + item * 2;
    RegisterOrder order = point.order();
    if (!point.noValues().isNone()
        && point.noValues().has(pattern(order, bytes, at, point.registers()))) {
      into.addBad(channel, 0, Reason.DEVICE);
      return;
    }
    if (point.isScaled()) {
      int exponent = order.get16(bytes, data + (point.scaleRegister() - start) * 2);
      decodeScaled(point, integer(point.type(), order, bytes, at), exponent, channel, into);
      return;
    }
    switch (point.type()) {
      case BOOL -> into.addBoolean(channel, 0, order.get16(bytes, at) != 0);
      case BIT -> into.addBoolean(channel, 0, (order.get16(bytes, at) >> point.bit() & 1) != 0);
      case INT16, UINT16, INT32, UINT32, INT64, UINT64 -> {
        long value = integer(point.type(), order, bytes, at);
        if (isTooLarge(point.type(), value)) {
          into.addBad(channel, 0, Reason.RANGE);
        } else {
          into.addInteger(channel, 0, value);
        }
      }
      case FLOAT32 -> addFinite(channel, Float.intBitsToFloat(order.get32(bytes, at)), into);
      case FLOAT64 -> addFinite(channel, Double.longBitsToDouble(order.get64(bytes, at)), into);
      case STRING -> {
        @Nullable String text = text(order, bytes, at, point.registers() * 2);
        if (text == null) {
          into.addBad(channel, 0, Reason.DEVICE);
        } else {
          into.addObject(channel, 0, text, Quality.GOOD);
        }
      }
    }
  }

  /** The registers' bits, none above them. */
  private static long pattern(RegisterOrder order, byte[] bytes, int at, int registers) {
    return switch (registers) {
      case 1 -> order.get16(bytes, at) & 0xFFFFL;
      case 2 -> order.get32(bytes, at) & 0xFFFF_FFFFL;
      default -> order.get64(bytes, at);
    };
  }

  private static long integer(DataType type, RegisterOrder order, byte[] bytes, int at) {
    return switch (type) {
      case INT16 -> order.get16(bytes, at);
      case INT32 -> order.get32(bytes, at);
      default -> pattern(order, bytes, at, type.registers());
    };
  }

  private static boolean isTooLarge(DataType type, long value) {
    return type == DataType.UINT64 && value < 0;
  }

  private static void decodeScaled(
      ModbusPoint point, long value, int exponent, int channel, Batch into) {
    if (!PowerOfTen.isValid(exponent)) {
      into.addBad(channel, 0, Reason.DEVICE);
    } else if (isTooLarge(point.type(), value)) {
      into.addBad(channel, 0, Reason.RANGE);
    } else {
      into.addDouble(channel, 0, PowerOfTen.scale(value, exponent));
    }
  }

  private static void addFinite(int channel, double value, Batch into) {
    if (Double.isFinite(value)) {
      into.addDouble(channel, 0, value);
    } else {
      into.addBad(channel, 0, Reason.DEVICE);
    }
  }

  /** The text up to the first NUL; null when there is a control character in it. */
  private static @Nullable String text(RegisterOrder order, byte[] bytes, int at, int length) {
    byte[] text = new byte[length];
    int swap = order.isSwappingBytes() ? 1 : 0;
    int end = 0;
    for (; end < length; end++) {
      byte character = bytes[at + (end ^ swap)];
      if (character == 0) {
        break;
      }
      if (Character.isISOControl(character & 0xFF)) {
        return null;
      }
      text[end] = character;
    }
    return new String(text, 0, end, StandardCharsets.ISO_8859_1);
  }

  /**
   * The register bytes of a value; not for bits.
   *
   * @param bits the value as its {@link DataType#rawType} says
   * @throws IllegalArgumentException saying why the type cannot hold the value
   */
  static byte[] encode(ModbusPoint point, long bits, @Nullable Object object) {
    byte[] bytes = new byte[point.registers() * 2];
    RegisterOrder order = point.order();
    switch (point.type()) {
      case BOOL -> order.put16(bytes, 0, (short) (bits != 0 ? 1 : 0));
      case INT16 ->
          order.put16(bytes, 0, (short) checked(point, bits, Short.MIN_VALUE, Short.MAX_VALUE));
      case UINT16 -> order.put16(bytes, 0, (short) checked(point, bits, 0, 0xFFFF));
      case INT32 ->
          order.put32(bytes, 0, (int) checked(point, bits, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case UINT32 -> order.put32(bytes, 0, (int) checked(point, bits, 0, 0xFFFF_FFFFL));
      case INT64 -> order.put64(bytes, 0, bits);
      case UINT64 -> order.put64(bytes, 0, checked(point, bits, 0, Long.MAX_VALUE));
      case FLOAT32 -> {
        float value = (float) finite(Double.longBitsToDouble(bits));
        order.put32(bytes, 0, Float.floatToRawIntBits((float) finite(value)));
      }
      case FLOAT64 -> {
        double value = finite(Double.longBitsToDouble(bits));
        order.put64(bytes, 0, Double.doubleToRawLongBits(value));
      }
      case STRING -> putText(order, bytes, object);
      case BIT -> throw new IllegalArgumentException("a bit is written into its register");
    }
    return bytes;
  }

  private static long checked(ModbusPoint point, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          value + " does not fit " + point.type() + ", " + min + " to " + max);
    }
    return value;
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("the value is not a finite number of its type");
    }
    return value;
  }

  private static void putText(RegisterOrder order, byte[] bytes, @Nullable Object object) {
    if (!(object instanceof String text)) {
      throw new IllegalArgumentException("the value is not a text");
    }
    if (text.length() > bytes.length) {
      throw new IllegalArgumentException(
          "the text has " + text.length() + " characters, the registers hold " + bytes.length);
    }
    int swap = order.isSwappingBytes() ? 1 : 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character > 0xFF || Character.isISOControl(character)) {
        throw new IllegalArgumentException(
            "character " + (i + 1) + " of the text is a control character or not Latin-1");
      }
      bytes[i ^ swap] = (byte) character;
    }
  }
}
