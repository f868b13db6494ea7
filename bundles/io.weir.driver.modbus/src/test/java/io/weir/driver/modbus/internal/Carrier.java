package io.weir.driver.modbus.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A slave's end of a link, without any idea of frames. Confined to the test's thread. */
interface Carrier extends AutoCloseable {
  /** So many milliseconds without anything are a {@link java.net.SocketTimeoutException}. */
  int SLICE_MILLIS = 100;

  /** What comes in now: of the connection there is, or of the next one. */
  InputStream in() throws IOException;

  /** Forgets what has come and was not looked at. */
  default void drain() throws IOException {
    // Each request is looked at.
  }

  void send(byte[] bytes) throws IOException;

  /** Sends from another place. */
  default void sendAsStranger(byte[] bytes) throws IOException {
    throw new UnsupportedOperationException(this + " has one sender");
  }

  /** Closes the connection in order. */
  default void drop() throws IOException {
    throw new UnsupportedOperationException(this + " has no connection");
  }

  /** Says that nothing more will come, and goes on to listen. */
  default void finish() throws IOException {
    throw new UnsupportedOperationException(this + " has no connection");
  }

  /** Breaks the connection off. */
  default void reset() throws IOException {
    throw new UnsupportedOperationException(this + " has no connection");
  }

  /** How many connections were made; 0 where there are none. */
  default int connections() {
    return 0;
  }

  /** Settings of a driver that is to find it. */
  Map<String, Object> settings();

  @Override
  void close() throws IOException;
}
