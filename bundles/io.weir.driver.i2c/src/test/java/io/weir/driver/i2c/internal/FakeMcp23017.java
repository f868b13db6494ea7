package io.weir.driver.i2c.internal;

import java.util.Arrays;

/** Pins of an MCP23017: an output shows its latch, an input what is outside. */
final class FakeMcp23017 extends ByteRegisters {
  int outside;
  boolean bankOne;

  FakeMcp23017() {
    powerOn();
  }

  /** As after its supply came back. */
  void powerOn() {
    Arrays.fill(registers, 0);
    set(0x00, 0xFF, 0xFF);
    bankOne = false;
  }

  int word(int register) {
    return registers[register] | registers[register + 1] << 8;
  }

  @Override
  void store(int register, int value) {
    if (bankOne) {
      bankOne = register != 0x05 || (value & 0x80) != 0;
      return;
    }
    if (register == 0x0A || register == 0x0B) {
      set(0x0A, value, value);
      bankOne = (value & 0x80) != 0;
    } else if (register == 0x12 || register == 0x13) {
      super.store(register + 2, value);
    } else {
      super.store(register, value);
    }
  }

  @Override
  int load(int register) {
    if (register == 0x12 || register == 0x13) {
      int shift = register == 0x13 ? 8 : 0;
      int direction = registers[register - 0x12];
      return (outside >> shift & direction) | (registers[register + 2] & ~direction & 0xFF);
    }
    return super.load(register);
  }
}
