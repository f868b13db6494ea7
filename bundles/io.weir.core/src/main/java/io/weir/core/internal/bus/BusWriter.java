package io.weir.core.internal.bus;

import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.Point;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.GatewayClock;
import io.weir.core.internal.bus.WriteRequest.ReadBack;
import io.weir.core.internal.bus.WriteRequest.Result;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes and reads back. Confined to the bus thread. */
final class BusWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BusWriter.class);

  /** A device may keep a double in 32 bits. */
  private static final double FLOAT_RESOLUTION = 1e-6;

  private final Driver driver;
  private final GatewayClock clock;
  private final BusOutput output;

  BusWriter(Driver driver, GatewayClock clock, BusOutput output) {
    this.driver = driver;
    this.clock = clock;
    this.output = output;
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
   * Carries out a request and tells the result.
   *
   * @throws ConnectionException after telling, if the connection is gone
   */
  void run(WriteRequest request) throws ConnectionException {
    if (isExpired(request, clock)) {
      expire(request);
      return;
    }
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
      readBack(request);
    } else {
      request.finish(Outcome.DONE, "");
    }
  }

  private void readBack(WriteRequest request) throws ConnectionException {
    Point point = request.channel().point();
    int number = request.channel().channel().number();
    Block block =
        new Block(
            point.area(), point.start(), point.length(), List.of(new Block.Entry(number, point)));
    Batch batch = output.batch();
    int from = batch.size();
    try {
      output.beginPoll();
      driver.read(block, batch);
      long time = output.stamp(from);
      request.result().accept(compare(request, batch, from, time));
    } catch (DriverException | RuntimeException e) {
      batch.truncate(from);
      request.finish(Outcome.FAILED, "Written, but it could not be read back: " + e.getMessage());
      if (e instanceof ConnectionException lost) {
        throw lost;
      }
    }
  }

  private static Result compare(WriteRequest request, Batch batch, int row, long time) {
    byte quality = batch.quality(row);
    ReadBack back = new ReadBack(time, batch.bits(row), batch.object(row), quality);
    if (Quality.isBad(quality)) {
      return new Result(
          Outcome.FAILED, "Written, but it reads back as " + Quality.text(quality), back);
    }
    ValueType raw = request.channel().point().rawType();
    boolean same =
        raw.isNumeric()
            ? isSame(raw, request.bits(), back.bits())
            : isSame(request.object(), back.object());
    return same
        ? new Result(Outcome.DONE, "", back)
        : new Result(Outcome.FAILED, "Written, but the device holds another value", back);
  }

  private static boolean isSame(ValueType raw, long written, long read) {
    return switch (raw) {
      case BOOLEAN -> (written != 0) == (read != 0);
      case DOUBLE -> isNear(Double.longBitsToDouble(written), Double.longBitsToDouble(read));
      default -> written == read;
    };
  }

  private static boolean isNear(double written, double read) {
    return Math.abs(written - read) <= FLOAT_RESOLUTION * Math.abs(written);
  }

  private static boolean isSame(@Nullable Object written, @Nullable Object read) {
    return Objects.deepEquals(written, read);
  }

  private static boolean isExpired(WriteRequest request, GatewayClock clock) {
    Long expires = request.expires();
    return expires != null && clock.micros() > expires;
  }

  private static void expire(WriteRequest request) {
    request.finish(Outcome.EXPIRED, "Its time was over before it could be written");
  }
}
