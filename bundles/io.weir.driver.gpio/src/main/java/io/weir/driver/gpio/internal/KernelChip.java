package io.weir.driver.gpio.internal;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** A chip of the kernel's GPIO character device. */
final class KernelChip implements Chip {
  private final int file;
  private final String name;
  private final String label;
  private final int lines;
  private final EdgeReader reader;
  private final Memory values = new Memory(LineAbi.VALUES_BYTES);

  /**
   * Opens the chip at this path.
   *
   * @throws LastErrorException if it is none, or may not be opened
   */
  KernelChip(String path) {
    file = LibC.open(path, LibC.O_RDWR_CLOEXEC);
    try (Memory info = new Memory(LineAbi.CHIP_INFO_BYTES)) {
      ioctl(file, LineAbi.GET_CHIP_INFO, info);
      name = LineAbi.text(info.getByteArray(0, LineAbi.NAME_BYTES));
      label = LineAbi.text(info.getByteArray(LineAbi.CHIP_LABEL, LineAbi.NAME_BYTES));
      lines = info.getInt(LineAbi.CHIP_LINES);
    } catch (LastErrorException e) {
      LibC.close(file);
      throw e;
    }
    reader = new EdgeReader(name);
  }

  String name() {
    return name;
  }

  String label() {
    return label;
  }

  @Override
  public int lines() {
    return lines;
  }

  @Override
  public Line request(LineSetup setup, EdgeSink sink) throws LineException {
    byte[] bytes = LineAbi.request(setup);
    int line;
    try (Memory request = new Memory(bytes.length)) {
      request.write(0, bytes, 0, bytes.length);
      ioctl(file, LineAbi.GET_LINE, request);
      line = request.getInt(LineAbi.REQUEST_FILE);
    } catch (LastErrorException e) {
      throw refused(setup, e);
    }
    KernelLine requested = new KernelLine(line, setup.offset());
    try {
      if (!setup.output() && setup.edge() != Edge.NONE) {
        reader.add(line, sink);
      } else if (setup.output() && setup.initial() == null) {
        requested.keep(setup);
      }
    } catch (LastErrorException e) {
      requested.release();
      throw failure(setup.offset(), e);
    }
    return requested;
  }

  private LineException refused(LineSetup setup, LastErrorException e) {
    return switch (e.getErrorCode()) {
      case LineException.EBUSY ->
          new LineException(
              "Line " + setup.offset() + " is held by " + holder(setup.offset()),
              LineException.EBUSY,
              e);
      case LineException.EINVAL ->
          new LineException(
              "Line "
                  + setup.offset()
                  + " cannot be used like this on "
                  + name
                  + ": its pin driver knows no such pull, debounce, drive or edges",
              LineException.EINVAL,
              e);
      case LineException.ENXIO ->
          new LineException(
              "Line "
                  + setup.offset()
                  + " of "
                  + name
                  + " gives no interrupts; add \"edge\": \"none\" to have an input polled only",
              LineException.EINVAL,
              e);
      default -> failure(setup.offset(), e);
    };
  }

  private String holder(int offset) {
    try (Memory info = new Memory(LineAbi.LINE_INFO_BYTES)) {
      info.clear();
      info.setInt(LineAbi.INFO_OFFSET, offset);
      ioctl(file, LineAbi.GET_LINE_INFO, info);
      String consumer = LineAbi.text(info.getByteArray(LineAbi.INFO_CONSUMER, LineAbi.NAME_BYTES));
      return consumer.isEmpty() ? "something that gives no name" : "'" + consumer + "'";
    } catch (LastErrorException e) {
      return "something that is gone by now";
    }
  }

  private LineException failure(int offset, LastErrorException e) {
    return new LineException(
        "Line " + offset + " of " + name + " failed: " + e.getMessage(), e.getErrorCode(), e);
  }

  @Override
  public void close() {
    reader.close();
    LibC.close(file);
    values.close();
  }

  private static void ioctl(int file, int request, Pointer data) {
    LibC.ioctl(file, new NativeLong(Integer.toUnsignedLong(request), true), data);
  }

  /** Lines of {@code file}; the values' memory is shared, as all calls are the bus thread's. */
  private final class KernelLine implements Line {
    private final int line;
    private final int offset;

    KernelLine(int line, int offset) {
      this.line = line;
      this.offset = offset;
    }

    /** Turns what the line is now into an output of the same level. */
    void keep(LineSetup setup) {
      boolean high = get();
      byte[] bytes = LineAbi.config(setup, high != setup.activeLow());
      try (Memory config = new Memory(bytes.length)) {
        config.write(0, bytes, 0, bytes.length);
        ioctl(line, LineAbi.SET_CONFIG, config);
      }
    }

    private boolean get() {
      values.setLong(0, 0);
      values.setLong(Long.BYTES, 1);
      ioctl(line, LineAbi.GET_VALUES, values);
      return (values.getLong(0) & 1) != 0;
    }

    @Override
    public boolean isActive() throws LineException {
      try {
        return get();
      } catch (LastErrorException e) {
        throw failure(offset, e);
      }
    }

    @Override
    public void set(boolean active) throws LineException {
      values.setLong(0, active ? 1 : 0);
      values.setLong(Long.BYTES, 1);
      try {
        ioctl(line, LineAbi.SET_VALUES, values);
      } catch (LastErrorException e) {
        throw failure(offset, e);
      }
    }

    @Override
    public void release() {
      reader.remove(line);
      LibC.close(line);
    }
  }

  @Override
  public String toString() {
    return name + " (" + label + ", " + lines + " lines)";
  }
}
