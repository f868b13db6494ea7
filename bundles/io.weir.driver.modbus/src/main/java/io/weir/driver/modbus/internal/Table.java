package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ReadCoilsRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputDiscretesRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;

/** The four tables of the Modbus data model. */
enum Table {
  /** Bits that can be written: function codes 1, 5, 15. */
  COIL(true, true),
  /** Bits that can be read only: function code 2. */
  DISCRETE(true, false),
  /** Registers that can be written: function codes 3, 6, 16. */
  HOLDING(false, true),
  /** Registers that can be read only: function code 4. */
  INPUT(false, false);

  private final boolean bits;
  private final boolean writable;

  Table(boolean bits, boolean writable) {
    this.bits = bits;
    this.writable = writable;
  }

  /** Whether an item is a bit; a register of 16 bits otherwise. */
  boolean isBits() {
    return bits;
  }

  boolean isWritable() {
    return writable;
  }

  /** Number of data bytes in the answer to a read of so many items. */
  int bytes(int length) {
    return bits ? (length + 7) / 8 : length * 2;
  }

  ModbusRequest readRequest(int start, int length) {
    return switch (this) {
      case COIL -> new ReadCoilsRequest(start, length);
      case DISCRETE -> new ReadInputDiscretesRequest(start, length);
      case HOLDING -> new ReadMultipleRegistersRequest(start, length);
      case INPUT -> new ReadInputRegistersRequest(start, length);
    };
  }
}
