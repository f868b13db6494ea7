package io.weir.web.internal;

import java.io.IOException;
import java.io.OutputStream;

/** The way to the client; tells a client that is gone from a source that cannot be read. */
final class ClientStream extends OutputStream {
  /** The client has gone, or has taken nothing for too long. */
  static final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    GoneException(IOException cause) {
      super("the client has gone", cause);
    }
  }

  private final OutputStream out;

  ClientStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw new GoneException(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw new GoneException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } catch (IOException e) {
      throw new GoneException(e);
    }
  }
}
