package io.weir.core.internal.bus;

import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads blocks and finds out what a failure means. Confined to the bus thread. */
final class BusReader {
  private static final Logger LOG = LoggerFactory.getLogger(BusReader.class);
  private static final long FIRST_BLOCK_RETRY = 1_000_000;
  private static final long LAST_BLOCK_RETRY = 60_000_000;
  private static final long ISOLATED_RETRY = 300_000_000;
  private static final byte BAD_DEVICE = Quality.bad(Reason.DEVICE);
  private static final byte BAD_CONFIG = Quality.bad(Reason.CONFIG);

  static final byte BAD_COMM = Quality.bad(Reason.COMM);

  /** How a read ended. */
  enum Answer {
    VALUES,
    /** The device answered with an error; its channels have been told. */
    REJECTED,
    /** The device may answer to the halves of the block. */
    SPLIT,
    NONE
  }

  private final Driver driver;
  private final GatewayClock clock;
  private final BusOutput output;
  private final BusLoad load;
  private final LongAdder errors;
  private final LongAdder timeouts;
  private String why = "";
  private long spent;

  BusReader(
      Driver driver,
      GatewayClock clock,
      BusOutput output,
      BusLoad load,
      StatusBoard.Part connection) {
    this.driver = driver;
    this.clock = clock;
    this.output = output;
    this.load = load;
    errors = connection.counter("errors");
    timeouts = connection.counter("timeouts");
  }

  Answer read(BusDevice device, PollBlock block) throws ConnectionException {
    int from = output.batch().size();
    try {
      request(block);
      output.stamp(from);
      device.answered();
      if (!block.isGood()) {
        recovered(device, block);
      }
      return Answer.VALUES;
    } catch (ConnectionException e) {
      output.batch().truncate(from);
      throw e;
    } catch (NoResponseException e) {
      output.batch().truncate(from);
      device.unanswered(clock.micros(), spent);
      timeouts.increment();
      why = String.valueOf(e.getMessage());
      return Answer.NONE;
    } catch (DriverException | RuntimeException e) {
      output.batch().truncate(from);
      device.answered();
      device.errors.increment();
      errors.increment();
      return e instanceof RejectedException error
          ? rejected(device, block, error)
          : bug(device, block, e);
    }
  }

  private void request(PollBlock block) throws DriverException {
    load.begin();
    try {
      driver.read(block.block, output.batch());
    } finally {
      spent = load.end();
    }
  }

  private static void recovered(BusDevice device, PollBlock block) {
    block.quality = Quality.GOOD;
    block.fault = "";
    block.retryAt = 0;
    block.retryDelay = 0;
    device.changed();
  }

  private Answer rejected(BusDevice device, PollBlock block, RejectedException e) {
    if (e.isAddressFault() && !block.isSingle()) {
      return Answer.SPLIT;
    }
    long now = clock.micros();
    if (e.isAddressFault()) {
      block.retryAt = now + ISOLATED_RETRY;
    }
    fail(device, block, BAD_DEVICE, e.getMessage() + " (code " + e.code() + ")", now);
    return Answer.REJECTED;
  }

  /** A driver's own fault stays with the block that brings it out. */
  private Answer bug(BusDevice device, PollBlock block, Exception e) {
    String fault = "the driver failed: " + e;
    if (!block.fault.equals(fault)) {
      LOG.error("The driver failed to read {} of {}", block.place(), device.id(), e);
    }
    fail(device, block, BAD_DEVICE, fault, clock.micros());
    return Answer.REJECTED;
  }

  /** One block was not answered: another one tells whether the device is gone or the block is. */
  void noAnswer(BusDevice device, PollBlock block) throws ConnectionException {
    String first = why;
    PollBlock witness = witness(device, block);
    int from = output.batch().size();
    Answer second = read(device, witness);
    long now = clock.micros();
    if (second == Answer.NONE) {
      device.slowDown(now, first);
      failAll(device, BAD_COMM, now);
    } else if (witness != block) {
      if (second == Answer.VALUES) {
        output.batch().truncate(from); // Not due; it was only asked whether it answers.
      }
      block.retryDelay =
          Math.min(Math.max(block.retryDelay * 2, FIRST_BLOCK_RETRY), LAST_BLOCK_RETRY);
      block.retryAt = now + block.retryDelay;
      fail(device, block, BAD_COMM, first, now);
    }
  }

  private static PollBlock witness(BusDevice device, PollBlock block) {
    for (PollGroup group : device.groups) {
      for (PollBlock other : group.blocks) {
        if (other != block && other.isGood()) {
          return other;
        }
      }
    }
    return block;
  }

  /** Asks a slow device for one block; returns whether it answered, no matter what. */
  boolean probe(PollGroup group) throws ConnectionException {
    int from = output.batch().size();
    Answer answer = read(group.device, group.device.probe(group));
    if (answer == Answer.NONE) {
      group.device.slowDown(clock.micros(), why);
      return false;
    }
    output.batch().truncate(from); // It is read again at once, together with the others.
    group.device.restart();
    return true;
  }

  void failAll(BusDevice device, byte quality, long now) {
    for (PollGroup group : device.groups) {
      for (PollBlock block : group.blocks) {
        fail(device, block, quality, "", now);
      }
    }
  }

  /** Says once that a block's channels have no value, and why. */
  private void fail(BusDevice device, PollBlock block, byte quality, String fault, long now) {
    block.fault = fault;
    if (block.quality != quality) {
      block.quality = quality;
      for (int i = 0; i < block.block.entries().size(); i++) {
        output.addBad(block.block.entries().get(i).channel(), quality, now);
      }
    }
    device.changed();
  }

  /** Says that the channels of a device that goes have no value, except those that stay. */
  void retire(BusDevice device, Set<Integer> staying, long now) {
    for (PollGroup group : device.groups) {
      for (PollBlock block : group.blocks) {
        for (Block.Entry entry : block.block.entries()) {
          if (!staying.contains(entry.channel())) {
            output.addBad(entry.channel(), BAD_CONFIG, now);
          }
        }
      }
    }
  }
}
