package io.weir.driver.modbus.internal;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A serial port at the end of a cable. */
final class CableCarrier implements Carrier {
  private final Cable cable = new Cable();
  private final FileInputStream in;
  private final FileOutputStream out;

  CableCarrier() throws IOException {
    in = new FileInputStream(cable.theirs().toFile());
    out = new FileOutputStream(cable.theirs().toFile());
  }

  @Override
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS);
        while (in.available() == 0) {
          if (System.nanoTime() - end > 0) {
            throw new SocketTimeoutException("nothing came");
          }
          if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException();
          }
          LockSupport.parkNanos(5_000_000);
        }
        return in.read();
      }

      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        into[at] = (byte) read();
        return 1;
      }
    };
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  @Override
  public void drain() throws IOException {
    while (in.available() > 0) {
      var unused = in.read();
    }
  }

  @Override
  public Map<String, Object> settings() {
    return cable.settings();
  }

  @Override
  public void close() throws IOException {
    in.close();
    out.close();
    cable.close();
  }
}
