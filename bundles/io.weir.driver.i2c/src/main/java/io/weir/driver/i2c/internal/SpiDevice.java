package io.weir.driver.i2c.internal;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.weir.api.driver.ConnectionException;
import java.io.IOException;
import java.nio.file.Path;

/** An open {@code /dev/spidev0.0} (Linux, include/uapi/linux/spi/spidev.h). */
final class SpiDevice {
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;

  /** Requests of the kernel: direction, size of the argument, 'k', number. */
  private static final NativeLong WRITE_BITS_PER_WORD = new NativeLong(0x40016B03);

  private static final NativeLong WRITE_MODE = new NativeLong(0x40016B01);
  private static final NativeLong TRANSFER_ONE = new NativeLong(0x40206B00);

  /** Places in the structure {@code spi_ioc_transfer}. */
  private static final int SIZE = 32;

  private static final int TX = 0;
  private static final int RX = 8;
  private static final int LENGTH = 16;
  private static final int HERTZ = 20;
  private static final int BITS_PER_WORD = 26;

  private static final int NO_MODE = -1;

  /** The functions of the C library. */
  private interface LibC extends Library {
    int open(String path, int flags) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;

    int ioctl(int descriptor, NativeLong request, Pointer argument) throws LastErrorException;
  }

  private final LibC libc;
  private final int descriptor;
  private int modeSet = NO_MODE;

  private SpiDevice(LibC libc, int descriptor) {
    this.libc = libc;
    this.descriptor = descriptor;
  }

  static SpiDevice open(Path device) throws IOException {
    try {
      LibC libc = Native.load("c", LibC.class);
      return new SpiDevice(libc, libc.open(device.toString(), O_RDWR | O_CLOEXEC));
    } catch (LastErrorException e) {
      throw new IOException(device + " cannot be opened: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new ConnectionException("JNA has no library for this processor: " + e, e);
    }
  }

  byte[] transfer(int mode, int hertz, byte[] bytes) throws IOException {
    try (Memory message = new Memory(SIZE);
        Memory data = new Memory(bytes.length)) {
      if (mode != modeSet) {
        message.setByte(0, (byte) mode);
        libc.ioctl(descriptor, WRITE_MODE, message);
        message.setByte(0, (byte) Byte.SIZE);
        libc.ioctl(descriptor, WRITE_BITS_PER_WORD, message);
        modeSet = mode;
      }
      data.write(0, bytes, 0, bytes.length);
      message.clear();
      message.setLong(TX, Pointer.nativeValue(data));
      message.setLong(RX, Pointer.nativeValue(data));
      message.setInt(LENGTH, bytes.length);
      message.setInt(HERTZ, hertz);
      message.setByte(BITS_PER_WORD, (byte) Byte.SIZE);
      libc.ioctl(descriptor, TRANSFER_ONE, message);
      return data.getByteArray(0, bytes.length);
    } catch (LastErrorException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  void close() {
    try {
      libc.close(descriptor);
    } catch (LastErrorException e) {
      modeSet = NO_MODE; // It is gone either way.
    }
  }
}
