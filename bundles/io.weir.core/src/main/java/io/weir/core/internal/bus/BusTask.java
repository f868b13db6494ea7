package io.weir.core.internal.bus;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;

/** Something asked of a driver once, between polls. It tells by itself what came of it. */
interface BusTask {
  /**
   * Does it, in one request or a few. Bus thread, connected.
   *
   * @throws ConnectionException after telling, if the connection is gone
   */
  void run(Driver driver) throws ConnectionException;

  /** Tells that it cannot be done, in words. */
  void refuse(String why);
}
