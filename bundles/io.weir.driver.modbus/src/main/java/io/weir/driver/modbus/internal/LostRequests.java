package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

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

  private record Lost(ModbusRequest request, long until) {}

  private final Map<Shape, Lost> lost = new HashMap<>();

  /** An answer to this request may come up to this time. */
  void add(ModbusRequest request, long time) {
    if (lost.size() >= MANY) {
      long now = System.nanoTime();
      lost.values().removeIf(each -> each.until - now <= 0);
    }
    lost.put(Shape.of(request), new Lost(request, time));
  }

  void clear() {
    lost.clear();
  }

  /** Up to when an answer may come that would pass for one to this request; {@code now} if none. */
  long confusedUntil(ModbusRequest request, long now) {
    Shape shape = Shape.of(request);
    Lost earlier = lost.get(shape);
    if (earlier == null) {
      return now;
    }
    if (earlier.until - now <= 0) {
      lost.remove(shape);
      return now;
    }
    return earlier.until;
  }

  /** Whether this is the late answer to one of them. It is still waited for: there may be two. */
  boolean isAnswered(Predicate<ModbusRequest> answers) {
    return lost.values().stream().anyMatch(each -> answers.test(each.request));
  }
}
