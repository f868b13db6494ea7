package io.weir.server.modbus.internal;

import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.ValueType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Channel values to register bytes and back. A value that does not fit is an exception. */
final class Registers {
  private static final double TWO_63 = 0x1p63;

  private Registers() {}

  static boolean bit(ValueType type, long bits) throws ModbusException {
    return switch (type) {
      case BOOLEAN, INTEGER -> bits != 0;
      case DOUBLE -> Double.longBitsToDouble(bits) != 0;
      case TEXT, BYTES -> throw misfit("a text is no bit");
    };
  }

  static void encode(
      Entry entry, ValueType type, long bits, @Nullable Object object, boolean marks, byte[] into)
      throws ModbusException {
    switch (entry.type()) {
      case BOOL -> entry.order().put16(into, 0, (short) (bit(type, bits) ? 1 : 0));
      case STRING -> putText(entry, object, into);
      case FLOAT32 -> {
        float value = (float) finite(type, bits);
        if (!Float.isFinite(value)) {
          throw misfit("too large for float32");
        }
        entry.order().put32(into, 0, Float.floatToRawIntBits(value));
      }
      case FLOAT64 -> entry.order().put64(into, 0, Double.doubleToRawLongBits(finite(type, bits)));
      default -> {
        long raw = raw(entry, type, bits);
        if (!fits(entry, raw) || (marks && raw == marker(entry.type()))) {
          throw misfit("does not fit " + entry.type());
        }
        putInteger(entry, raw, into);
      }
    }
  }

  /** Writes what stands for "no value"; false if the type has no such thing. */
  static boolean encodeMarker(Entry entry, byte[] into) {
    switch (entry.type()) {
      case FLOAT32 -> entry.order().put32(into, 0, 0x7FC0_0000);
      case FLOAT64 -> entry.order().put64(into, 0, 0x7FF8_0000_0000_0000L);
      case BOOL, STRING, QUALITY -> {
        return false;
      }
      default -> putInteger(entry, marker(entry.type()), into);
    }
    return true;
  }

  static Object decode(Entry entry, byte[] bytes, int at) throws ModbusException {
    RegisterOrder order = entry.order();
    return switch (entry.type()) {
      case BOOL -> order.get16(bytes, at) != 0;
      case INT16 -> scaled(entry, order.get16(bytes, at));
      case UINT16 -> scaled(entry, order.get16(bytes, at) & 0xFFFF);
      case INT32 -> scaled(entry, order.get32(bytes, at));
      case UINT32 -> scaled(entry, order.get32(bytes, at) & 0xFFFF_FFFFL);
      case INT64 -> scaled(entry, order.get64(bytes, at));
      case UINT64 -> {
        long raw = order.get64(bytes, at);
        if (raw < 0) {
          throw illegal("above the largest integer of a channel");
        }
        yield scaled(entry, raw);
      }
      case FLOAT32 -> finite(Float.intBitsToFloat(order.get32(bytes, at)));
      case FLOAT64 -> finite(Double.longBitsToDouble(order.get64(bytes, at)));
      case STRING -> text(entry, bytes, at);
      case QUALITY -> throw illegal("a quality is not written");
    };
  }

  private static Object scaled(Entry entry, long raw) {
    if (!entry.isScaled()) {
      return raw;
    }
    return BigDecimal.valueOf(raw)
        .multiply(BigDecimal.valueOf(entry.scale()))
        .add(BigDecimal.valueOf(entry.offset()))
        .doubleValue();
  }

  private static double finite(double value) throws ModbusException {
    if (!Double.isFinite(value)) {
      throw illegal("not a finite number");
    }
    return value;
  }

  private static double finite(ValueType type, long bits) throws ModbusException {
    double value = type.toDouble(bits);
    if (!Double.isFinite(value)) {
      throw misfit("not a finite number");
    }
    return value;
  }

  private static long raw(Entry entry, ValueType type, long bits) throws ModbusException {
    if (!entry.isScaled() && type == ValueType.INTEGER) {
      return bits;
    }
    double raw = Math.rint((finite(type, bits) - entry.offset()) / entry.scale());
    if (!(raw >= -TWO_63 && raw < TWO_63)) {
      throw misfit("does not fit " + entry.type());
    }
    return (long) raw;
  }

  private static boolean fits(Entry entry, long raw) {
    return switch (entry.type()) {
      case INT16 -> raw == (short) raw;
      case UINT16 -> raw >= 0 && raw <= 0xFFFF;
      case INT32 -> raw == (int) raw;
      case UINT32 -> raw >= 0 && raw <= 0xFFFF_FFFFL;
      case UINT64 -> raw >= 0;
      default -> true;
    };
  }

  private static long marker(DataType type) {
    return type.isUnsigned()
        ? -1L >>> (64 - 16 * type.registers())
        : -1L << (16 * type.registers() - 1);
  }

  private static void putInteger(Entry entry, long raw, byte[] into) {
    switch (entry.length()) {
      case 1 -> entry.order().put16(into, 0, (short) raw);
      case 2 -> entry.order().put32(into, 0, (int) raw);
      default -> entry.order().put64(into, 0, raw);
    }
  }

  private static void putText(Entry entry, @Nullable Object object, byte[] into)
      throws ModbusException {
    if (!(object instanceof String text) || text.length() > entry.length() * 2) {
      throw misfit("not a text of that length");
    }
    int swap = entry.order().isSwappingBytes() ? 1 : 0;
    Arrays.fill(into, 0, entry.length() * 2, (byte) 0);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF || text.charAt(i) == 0) {
        throw misfit("not Latin-1");
      }
      into[i ^ swap] = (byte) text.charAt(i);
    }
  }

  private static String text(Entry entry, byte[] bytes, int at) throws ModbusException {
    int swap = entry.order().isSwappingBytes() ? 1 : 0;
    byte[] text = new byte[entry.length() * 2];
    int end = 0;
    for (; end < text.length && bytes[at + (end ^ swap)] != 0; end++) {
      text[end] = bytes[at + (end ^ swap)];
      if (Character.isISOControl(text[end] & 0xFF)) {
        throw illegal("a control character");
      }
    }
    return new String(text, 0, end, StandardCharsets.ISO_8859_1);
  }

  private static ModbusException misfit(String why) {
    return new ModbusException(ModbusException.DEVICE_FAILURE, why);
  }

  private static ModbusException illegal(String why) {
    return new ModbusException(ModbusException.ILLEGAL_VALUE, why);
  }
}
