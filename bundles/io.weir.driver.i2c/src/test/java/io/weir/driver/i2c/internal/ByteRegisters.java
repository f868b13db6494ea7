package io.weir.driver.i2c.internal;

import io.weir.driver.i2c.internal.FakeI2cBus.FakePart;
import java.io.IOException;

/** A part of registers of one byte; the first byte written is the register, which counts up. */
class ByteRegisters implements FakePart {
  final int[] registers = new int[256];
  private int at;

  void set(int register, int... values) {
    System.arraycopy(values, 0, registers, register, values.length);
  }

  /** Sets registers of 16 bits, low byte first. */
  void setWords(int register, int... values) {
    for (int i = 0; i < values.length; i++) {
      set(register + 2 * i, values[i] & 0xFF, values[i] >> 8 & 0xFF);
    }
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    at = bytes[0] & 0xFF;
    for (int i = 1; i < bytes.length; i++) {
      store(at++, bytes[i] & 0xFF);
    }
  }

  @Override
  public byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) load(at++);
    }
    return bytes;
  }

  void store(int register, int value) {
    registers[register] = value;
  }

  int load(int register) {
    return registers[register];
  }
}
