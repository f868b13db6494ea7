package io.weir.driver.i2c.internal;

/** A BME280 or BMP280 that measures when it is told to, and is busy for a while. */
final class FakeBosch extends ByteRegisters {
  private final int[] measured;
  private int busy;
  int measurements;
  boolean stuck;

  private FakeBosch(int id, int... measured) {
    this.measured = measured;
    set(Bme280.ID, id);
    set(0xF7, 0x80, 0, 0, 0x80, 0, 0, 0x80, 0); // As after power-on: nothing was measured.
    // Example of BST-BMP280-DS001, section 3.12.
    setWords(0x88, 27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000);
    set(0xA1, 75);
    set(0xE1, 0x72, 0x01, 0x00, 0x13, 0x29, 0x03, 0x1E);
  }

  /** Its raw temperature is 519888, its raw pressure 415148, as in the example. */
  static FakeBosch bmp280() {
    return new FakeBosch(0x58, 0x65, 0x5A, 0xC0, 0x7E, 0xED, 0x00);
  }

  static FakeBosch bme280(int humidity) {
    return new FakeBosch(0x60, 0x65, 0x5A, 0xC0, 0x7E, 0xED, 0x00, humidity >> 8, humidity & 0xFF);
  }

  @Override
  void store(int register, int value) {
    super.store(register, value);
    if (register == 0xF4 && (value & 3) == 1) {
      busy = 3;
      measurements++;
    }
  }

  @Override
  int load(int register) {
    if (register == 0xF3) {
      if (stuck) {
        return 0x08;
      }
      if (busy > 0 && --busy == 0) {
        set(0xF7, measured);
      }
      return busy > 0 ? 0x08 : 0;
    }
    return super.load(register);
  }
}
