package io.weir.mqtt;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a broker, made once and never again: a fresh client for each try leaves nothing
 * of an old session to be resent, and no topic alias that the broker has forgotten. That holds also
 * where the broker keeps the session: what was not acknowledged is the user's to send again, and
 * comes again from the broker.
 *
 * <p>Connected, subscribed and closed by one thread of its user's, which may be held up for
 * seconds; {@link #publish} from any.
 */
public interface Link {
  /** What a link tells, from threads of the client library; must not block, nor call the link. */
  interface Listener {
    /** The broker has this message; one of quality of service 0 has been sent. */
    void acknowledged(long ticket);

    /**
     * The broker has refused this message. Only ever in MQTT 5.
     *
     * @param permanent whether it would refuse it for ever
     */
    void refused(long ticket, boolean permanent, String reason);

    /**
     * The connection is lost, and with it what was not acknowledged. May be told more than once.
     */
    void lost(String reason);

    /** A message has come; in the order of the broker. */
    default void received(Received message) {
      message.receipt().run();
    }
  }

  /** A link of the version that the settings want; not connected, and no I/O done. */
  static Link of(LinkSettings settings, Listener listener) throws IOException {
    return switch (settings.version()) {
      case V5 -> new Mqtt5Link(settings, listener);
      case V3 -> new Mqtt3Link(settings, listener);
    };
  }

  /**
   * Connects and waits for the broker's word.
   *
   * @param will what the broker publishes when the connection ends without a farewell; null for
   *     nothing
   * @throws IOException with the reason, and what would help
   */
  void connect(@Nullable Will will) throws IOException;

  /** Whether the broker had kept a session of this client id. */
  boolean isSessionPresent();

  /** Most messages that may be without an acknowledgement, as settings and broker want it. */
  int window();

  /**
   * Subscribes, and waits for the broker's word. Not to be called from a listener.
   *
   * @param filters topic filters and the quality of service wanted, 0 or 1
   * @throws RefusedException if the broker refuses one of them
   * @throws IOException if there is no connection any more
   */
  void subscribe(Map<String, Integer> filters) throws IOException;

  /**
   * Hands over a message; its fate goes to the listener. Returns at once.
   *
   * @throws MessageTooLargeException if the broker said that it takes no message of this size
   * @throws IOException if there is no connection any more
   */
  void publish(long ticket, Publication message) throws IOException;

  /**
   * Ends the connection. Never throws.
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

  /** The broker will not. */
  final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
