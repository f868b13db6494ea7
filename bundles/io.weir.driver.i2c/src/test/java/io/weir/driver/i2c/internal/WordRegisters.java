package io.weir.driver.i2c.internal;

import io.weir.driver.i2c.internal.FakeI2cBus.FakePart;

/** A part of registers of 16 bits, high byte first; the pointer stays where it is. */
class WordRegisters implements FakePart {
  final int[] registers = new int[8];
  private int at;

  @Override
  public void write(byte[] bytes) {
    at = bytes[0];
    if (bytes.length == 3) {
      store(at, I2cWire.word(bytes, 1));
    } else if (bytes.length == 2) {
      store(at, (bytes[1] & 0xFF) << 8);
    }
  }

  @Override
  public byte[] read(int length) {
    int value = load(at);
    byte[] bytes = {(byte) (value >> 8), (byte) value};
    return length == 2 ? bytes : new byte[] {bytes[0]};
  }

  void store(int register, int value) {
    registers[register] = value;
  }

  int load(int register) {
    return registers[register];
  }
}
