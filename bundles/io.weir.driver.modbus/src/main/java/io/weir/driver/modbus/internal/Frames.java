package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import org.jspecify.annotations.Nullable;

/** What the envelopes of all transports have in common. */
final class Frames {
  private Frames() {}

  /** Why a frame of this unit and function code does not answer the request; null when it does. */
  static @Nullable String mismatch(int unit, int function, ModbusRequest request) {
    if (unit != request.getUnitID()) {
      return "unit " + unit + " answered in place of unit " + request.getUnitID();
    }
    int asked = request.getFunctionCode();
    if (function != asked && function != asked + Modbus.EXCEPTION_OFFSET) {
      return "the answer has function code " + function + " in place of " + asked;
    }
    return null;
  }
}
