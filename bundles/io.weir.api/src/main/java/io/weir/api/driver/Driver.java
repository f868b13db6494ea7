package io.weir.api.driver;

import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One configured connection of a protocol: a serial bus, a TCP endpoint.
 *
 * <p>A driver is an OSGi service made by a factory component, one for each configuration {@code
 * <pid>~<name>}; {@code name} is the connection that devices refer to. Its constructor checks the
 * configuration and throws {@link io.weir.api.model.ConfigException}; it does no I/O. It is
 * registered as a {@code Driver} whatever more of this package it implements. {@code core} owns the
 * one thread that talks ("bus thread": one at a time, not always the same), plans the polls, slows
 * down dead devices, splits failing blocks, and reconnects with backoff; the driver only speaks the
 * protocol.
 *
 * <p>Thread: {@link #point} and {@link #limits} from any thread, everything else from the bus
 * thread alone. A call blocks at most for the driver's own pause and request time-out ({@link
 * #connect} for its connect time-out). Interrupting the thread ends the call with a {@link
 * ConnectionException} whose cause is an {@link java.io.InterruptedIOException}; the thread stays
 * interrupted and the connection is closed.
 */
@ConsumerType
public interface Driver {
  /** Service property with the protocol's name, for example {@code modbus}. */
  String PROTOCOL = "weir.protocol";

  /**
   * Turns a channel's address into the place where its value stands. No I/O.
   *
   * @throws io.weir.api.model.ConfigException naming the address field that is wrong
   */
  Point point(Channel channel);

  /**
   * Limits for merging this point with others of its area into one read. A read keeps the limits of
   * every point in it. Any thread; no I/O.
   */
  BlockLimits limits(Point point);

  /**
   * Connects, or does nothing when connected.
   *
   * @throws ConnectionException if the connection cannot be made
   */
  void connect() throws ConnectionException;

  /**
   * Reads a block and adds one row for each of its points, in any order: raw bits of the point's
   * {@link Point#rawType}, before conditioning. A value that the device marks as not available, or
   * that the type cannot hold, is a row of bad quality. The caller stamps the rows' times. When the
   * call throws, the caller discards what was added.
   *
   * @throws ConnectionException the connection is gone: reconnect
   * @throws NoResponseException this device did not answer in time or not sensibly; others may
   * @throws RejectedException the device answered that it will not
   */
  void read(Block block, Batch into) throws DriverException;

  /**
   * Writes one raw value and returns when the device has confirmed it.
   *
   * @param bits the value in the point's raw type
   * @param object the value of a text or bytes point, else null
   * @throws DriverException as for {@link #read}
   */
  void write(Point point, long bits, @Nullable Object object) throws DriverException;

  /** Closes the connection; {@link #connect} may follow. Never throws. */
  void disconnect();
}
