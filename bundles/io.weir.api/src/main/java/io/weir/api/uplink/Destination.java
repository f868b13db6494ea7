package io.weir.api.uplink;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One configured place a pump brings the journal to. Either a {@link Transport}, which takes bytes
 * that a {@link Codec} made, or a {@link BatchTransport}, which takes the batches themselves.
 *
 * <p>An OSGi service made by a factory component, one for each configuration {@code <pid>~<name>};
 * {@code name} is the uplink. The pump's policy stands in the same configuration and is read from
 * the service's properties: {@code batch.samples}, {@code batch.age.ms}, {@code in.flight} and what
 * else the pump's page names. The constructor checks the configuration and does no I/O.
 *
 * <p>Thread: {@link #start}, publishing and {@link #stop} from the pump's thread; the listener is
 * called from threads of the destination and must not be called inside publishing.
 */
@ConsumerType
public interface Destination {
  /** What a destination tells its pump. Any thread; never blocks. */
  interface Listener {
    /** Messages are taken now. */
    void connected();

    /** No messages are taken until {@link #connected}; what is in flight is not acknowledged. */
    void disconnected(String reason);

    /** The destination has taken what has this ticket for good. */
    void acknowledged(long ticket);

    /**
     * What has this ticket will not be taken.
     *
     * @param permanent whether it never will, so that it is set aside, not sent again
     */
    void failed(long ticket, boolean permanent, String reason);
  }

  /** Begins to connect, and keeps reconnecting with backoff until {@link #stop}. */
  void start(Listener listener);

  /** Most tickets that may be in flight now, at least 1 while connected. */
  int window();

  /**
   * Says good-bye and closes, in a few seconds at most. Never throws; no listener call follows. It
   * may be started again.
   */
  void stop();
}
