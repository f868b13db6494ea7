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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what was written until the device holds it. Confined to the bus thread.
 *
 * <p>A device may take a moment to make a value its own: the first read follows the write at once,
 * later ones come between polls, and only the last one's answer is final. There is at most one
 * write of a channel that is not confirmed yet.
 */
final class ReadBacks {
  /** Microseconds from the write to each read; the last one decides. */
  private static final long[] READS = {0, 500_000, 2_000_000};

  /** A device may keep a double in 32 bits. */
  private static final double FLOAT_RESOLUTION = 1e-6;

  private static final class Pending {
    final WriteRequest request;
    final long written;
    int read;

    Pending(WriteRequest request, long written) {
      this.request = request;
      this.written = written;
    }

    long due() {
      return written + READS[read];
    }

    int number() {
      return request.channel().channel().number();
    }
  }

  private final Driver driver;
  private final GatewayClock clock;
  private final BusOutput output;
  private final List<Pending> pending = new ArrayList<>();

  ReadBacks(Driver driver, GatewayClock clock, BusOutput output) {
    this.driver = driver;
    this.clock = clock;
    this.output = output;
  }

  /**
   * Reads back for the first time.
   *
   * @throws ConnectionException after telling, if the connection is gone
   */
  void begin(WriteRequest request) throws ConnectionException {
    Pending begun = new Pending(request, clock.micros());
    if (!isOver(begun)) {
      pending.add(begun);
    }
  }

  /** When the next read is due, in monotonic microseconds. */
  long due() {
    long due = Long.MAX_VALUE;
    for (Pending each : pending) {
      due = Math.min(due, each.due());
    }
    return due;
  }

  /**
   * Reads back what is due.
   *
   * @throws ConnectionException after telling, if the connection is gone
   */
  void run() throws ConnectionException {
    for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
      Pending next = each.next();
      if (next.due() <= clock.micros()) {
        boolean over = true; // Also when the connection is lost, which tells it.
        try {
          over = isOver(next);
        } finally {
          if (over) {
            each.remove();
          }
        }
      }
    }
  }

  /** Another value is about to be written to the channel. */
  void overtake(int channel) {
    end(channel, "Written, but another value was written before the device had confirmed this one");
  }

  /** Nothing can be read any more. */
  void end(String why) {
    pending.forEach(each -> each.request.finish(Outcome.FAILED, why));
    pending.clear();
  }

  private void end(int channel, String why) {
    for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
      Pending next = each.next();
      if (next.number() == channel) {
        each.remove();
        next.request.finish(Outcome.FAILED, why);
      }
    }
  }

  /** Reads once; whether the result was told. */
  private boolean isOver(Pending write) throws ConnectionException {
    WriteRequest request = write.request;
    boolean isLast = ++write.read == READS.length;
    Point point = request.channel().point();
    List<Block.Entry> entries = List.of(new Block.Entry(write.number(), point));
    Block block = new Block(point.area(), point.start(), point.length(), entries);
    Batch batch = output.batch();
    int from = batch.size();
    try {
      output.beginPoll();
      driver.read(block, batch);
      Result result = compare(request, batch, from, output.stamp(from));
      if (isLast || result.outcome() == Outcome.DONE) {
        request.result().accept(result);
        return true;
      }
      return false;
    } catch (DriverException | RuntimeException e) {
      batch.truncate(from);
      if (e instanceof ConnectionException lost) {
        unread(request, e);
        throw lost;
      }
      // One that does not answer at all would hold up the others on the bus again and again.
      if (isLast || e instanceof NoResponseException) {
        unread(request, e);
        return true;
      }
      return false;
    }
  }

  private static void unread(WriteRequest request, Exception e) {
    request.finish(Outcome.FAILED, "Written, but it could not be read back: " + e.getMessage());
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
}
