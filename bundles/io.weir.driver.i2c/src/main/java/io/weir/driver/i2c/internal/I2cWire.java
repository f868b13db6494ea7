package io.weir.driver.i2c.internal;

import io.weir.api.driver.NoResponseException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The way to one part on an I2C bus. */
final class I2cWire {
  private final I2cBus bus;
  private final int address;
  private final Pause pause;
  private final List<String> heard = new ArrayList<>();
  private boolean listening;

  I2cWire(I2cBus bus, int address, Pause pause) {
    this.bus = bus;
    this.address = address;
    this.pause = pause;
  }

  void write(int... bytes) throws IOException {
    bus.write(address, bytes(bytes));
  }

  /** Reads without naming a register. */
  byte[] receive(int length) throws IOException {
    byte[] in = new byte[length];
    bus.read(address, in);
    return heard(in);
  }

  /** Reads registers from this one on. */
  byte[] read(int register, int length) throws IOException {
    byte[] in = new byte[length];
    bus.writeRead(address, bytes(register), in);
    return heard(in);
  }

  int readByte(int register) throws IOException {
    return read(register, 1)[0] & 0xFF;
  }

  /** A register of 16 bits, high byte first. */
  int readWord(int register) throws IOException {
    return word(read(register, 2), 0);
  }

  void writeWord(int register, int value) throws IOException {
    write(register, value >> Byte.SIZE, value);
  }

  void pause(long millis) throws InterruptedException {
    pause.millis(millis);
  }

  NoResponseException noAnswer(String why) {
    return new NoResponseException(hex(address) + ": " + why, null);
  }

  int address() {
    return address;
  }

  /** Keeps what is read from now on. */
  void listen() {
    listening = true;
  }

  /** What was read since {@link #listen}, one read a line. */
  List<String> heard() {
    return heard;
  }

  private byte[] heard(byte[] bytes) {
    if (listening) {
      heard.add(HexFormat.ofDelimiter(" ").formatHex(bytes));
    }
    return bytes;
  }

  /** An unsigned word, high byte first. */
  static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << Byte.SIZE | (bytes[at + 1] & 0xFF);
  }

  static String hex(int number) {
    return String.format(Locale.ROOT, "0x%02x", number);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
