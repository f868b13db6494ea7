package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Requests on a line without transaction ids whose answers may still come. Confined to the bus
 * thread.
 *
 * <p>A late answer passes for that to any request of the same shape: from the same unit, with the
 * same function code and as much data; for a write of several, to the same place. The same request
 * again is one of them: if the late answer were taken for it, its own would be left for the next.
 */
final class LostRequests {
  /** Where there are more, those whose time is over are forgotten. */
  private static final int MANY = 64;

  private record Shape(int unit, int function, long data) {
    static Shape of(ModbusRequest request) {
      int function = request.getFunctionCode();
      byte[] message = request.getMessage();
      long data =
          switch (function) {
            case Modbus.READ_COILS, Modbus.READ_INPUT_DISCRETES -> (number(message, 2) + 7) / 8;
            case Modbus.READ_HOLDING_REGISTERS, Modbus.READ_INPUT_REGISTERS -> number(message, 2);
            case Modbus.WRITE_MULTIPLE_COILS, Modbus.WRITE_MULTIPLE_REGISTERS ->
                (long) number(message, 0) << 16 | number(message, 2);
            default -> 0; // The answer of a single write repeats its value; Master compares it.
          };
      return new Shape(request.getUnitID(), function, data);
    }

    private static int number(byte[] message, int at) {
      return (message[at] & 0xFF) << 8 | (message[at + 1] & 0xFF);
    }
  }

  private final Map<Shape, Long> until = new HashMap<>();

  /** An answer to this request may come up to this time. */
  void add(ModbusRequest request, long time) {
    if (until.size() >= MANY) {
      long now = System.nanoTime();
      until.values().removeIf(end -> end - now <= 0);
    }
    until.put(Shape.of(request), time);
  }

  void clear() {
    until.clear();
  }

  /** Up to when an answer may come that would pass for one to this request; {@code now} if none. */
  long confusedUntil(ModbusRequest request, long now) {
    Shape shape = Shape.of(request);
    Long end = until.get(shape);
    if (end == null) {
      return now;
    }
    if (end - now <= 0) {
      until.remove(shape);
      return now;
    }
    return end;
  }
}
