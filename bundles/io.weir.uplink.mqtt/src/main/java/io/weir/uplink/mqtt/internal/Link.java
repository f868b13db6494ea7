package io.weir.uplink.mqtt.internal;

import io.weir.api.uplink.Message;
import java.io.IOException;

/**
 * One connection to the broker, made once and never again: a fresh client for each try leaves
 * nothing of an old session to be resent.
 *
 * <p>Connected, used and closed by the session's thread, but for {@link #publish}.
 */
interface Link {
  /** What a link tells its session, from threads of the client library. */
  interface Listener {
    void acknowledged(long ticket);

    void refused(long ticket, boolean permanent, String reason);

    void lost(String reason);
  }

  /** Connects and waits for the broker's word. */
  void connect() throws IOException;

  /** Most messages the broker takes before it has acknowledged one. */
  int window();

  /**
   * Hands over a message, quality of service 1; its fate goes to the listener. Returns at once.
   *
   * @throws MessageTooLargeException if the broker said that it takes no message of this size
   * @throws IOException if there is no connection any more
   */
  void publish(long ticket, String topic, Message message) throws IOException;

  /**
   * Ends the connection.
   *
   * @param farewell whether to say good-bye, so that the broker does not publish the will
   */
  void close(boolean farewell);

  /** The broker takes no message of this size. */
  final class MessageTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    MessageTooLargeException(int size, long most) {
      super("message of " + size + " bytes; the broker takes at most " + most);
    }
  }
}
