package io.weir.core.internal.bus;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.GatewayClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes, and has what was written confirmed. Confined to the bus thread. */
final class BusWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BusWriter.class);

  private final Driver driver;
  private final GatewayClock clock;
  private final ReadBacks readBacks;

  BusWriter(Driver driver, GatewayClock clock, ReadBacks readBacks) {
    this.driver = driver;
    this.clock = clock;
    this.readBacks = readBacks;
  }

  /** Ends a request that cannot be carried out now. */
  static void refuse(WriteRequest request, GatewayClock clock, String why) {
    if (isExpired(request, clock)) {
      expire(request);
    } else {
      request.finish(Outcome.FAILED, why);
    }
  }

  /**
   * Carries out a request and tells the result, or has it told by what reads back.
   *
   * @throws ConnectionException after telling, if the connection is gone
   */
  void run(WriteRequest request) throws ConnectionException {
    if (isExpired(request, clock)) {
      expire(request);
      return;
    }
    readBacks.overtake(request.channel().channel().number());
    try {
      driver.write(request.channel().point(), request.bits(), request.object());
    } catch (ConnectionException e) {
      request.finish(Outcome.FAILED, "The connection was lost while writing: " + e.getMessage());
      throw e;
    } catch (NoResponseException e) {
      request.finish(
          Outcome.FAILED,
          "The device did not answer: " + e.getMessage() + ". It may have taken the value.");
      return;
    } catch (DriverException e) {
      request.finish(Outcome.FAILED, "The device refused it: " + e.getMessage());
      return;
    } catch (RuntimeException e) {
      LOG.error("The driver failed to write {}", request.channel().channel().id(), e);
      request.finish(Outcome.FAILED, "The driver failed: " + e);
      return;
    }
    if (request.channel().channel().access().isReadable()) {
      readBacks.begin(request);
    } else {
      request.finish(Outcome.DONE, "");
    }
  }

  private static boolean isExpired(WriteRequest request, GatewayClock clock) {
    Long expires = request.expires();
    return expires != null && clock.micros() > expires;
  }

  private static void expire(WriteRequest request) {
    request.finish(Outcome.EXPIRED, "Its time was over before it could be written");
  }
}
