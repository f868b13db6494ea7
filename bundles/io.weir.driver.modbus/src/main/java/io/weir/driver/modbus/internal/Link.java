package io.weir.driver.modbus.internal;

import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;

/**
 * One way to carry requests to units and to bring their answers back: TCP, a serial line.
 *
 * <p>Confined to the bus thread. An implementation vouches that an answer belongs to its request as
 * far as its envelope can tell; what the answer says is checked by {@link Master}.
 */
interface Link {
  /** Opens, or does nothing when open. */
  void open() throws ConnectionException;

  /**
   * Sends a request and waits for its answer.
   *
   * @param notBefore {@link System#nanoTime()} before which it is not sent
   * @param timeoutNanos longest wait for the answer
   * @return the answer of this unit and function code, or an exception answer to it, at least two
   *     bytes long; valid until the next call
   */
  Pdu exchange(ModbusRequest request, long notBefore, long timeoutNanos) throws DriverException;

  /**
   * Throws away whatever is under way, so that the next exchange begins clean.
   *
   * @return the exception to throw
   */
  NoResponseException distrust(String why);

  /** Closes; {@link #open} may follow. */
  void close();
}
