package io.weir.driver.gpio.internal;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The few functions of the C library that a GPIO chip needs. */
final class LibC {
  static final int O_RDWR_CLOEXEC = 0x80002;
  static final int EFD_CLOEXEC_NONBLOCK = 0x80800;
  static final short POLLIN = 1;

  static {
    Native.register(LibC.class, "c");
  }

  private LibC() {}

  static native int open(String path, int flags) throws LastErrorException;

  // Not Pi4J's: its request is 64 bits wide, which a 32-bit kernel does not understand.
  static native int ioctl(int file, NativeLong request, Pointer data) throws LastErrorException;

  static native NativeLong read(int file, Pointer data, NativeLong length)
      throws LastErrorException;

  static native NativeLong write(int file, Pointer data, NativeLong length)
      throws LastErrorException;

  static native int poll(Pointer files, NativeLong count, int timeoutMillis)
      throws LastErrorException;

  static native int eventfd(int value, int flags) throws LastErrorException;

  static native int close(int file) throws LastErrorException;
}
