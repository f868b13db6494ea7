package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Requests on a line without transaction ids whose answers may still come, the last one of each
 * unit. Confined to the bus thread.
 */
final class LostRequests {
  private record Lost(int function, byte[] message, long until) {}

  private final Map<Integer, Lost> byUnit = new HashMap<>();

  /** An answer to this request may come up to this time. */
  void add(ModbusRequest request, long until) {
    byUnit.put(
        request.getUnitID(), new Lost(request.getFunctionCode(), request.getMessage(), until));
  }

  void clear() {
    byUnit.clear();
  }

  /**
   * Up to when an answer may come that would pass for one to this request: from the same unit, with
   * the same function code and as much data, but from elsewhere. {@code now} when there is none.
   */
  long confusedUntil(ModbusRequest request, long now) {
    Lost lost = byUnit.get(request.getUnitID());
    if (lost == null) {
      return now;
    }
    if (lost.until - now <= 0) {
      byUnit.remove(request.getUnitID());
      return now;
    }
    return lost.function == request.getFunctionCode()
            && looksLike(lost.function, lost.message, request.getMessage())
        ? lost.until
        : now;
  }

  /** What is written is repeated in its answer, so that it cannot be confused. */
  private static boolean looksLike(int function, byte[] one, byte[] other) {
    return switch (function) {
      case Modbus.READ_COILS, Modbus.READ_INPUT_DISCRETES ->
          isElsewhere(one, other) && (count(one) + 7) / 8 == (count(other) + 7) / 8;
      case Modbus.READ_HOLDING_REGISTERS, Modbus.READ_INPUT_REGISTERS ->
          isElsewhere(one, other) && count(one) == count(other);
      default -> false;
    };
  }

  private static boolean isElsewhere(byte[] one, byte[] other) {
    return one[0] != other[0] || one[1] != other[1] || count(one) != count(other);
  }

  private static int count(byte[] message) {
    return (message[2] & 0xFF) << 8 | (message[3] & 0xFF);
  }
}
