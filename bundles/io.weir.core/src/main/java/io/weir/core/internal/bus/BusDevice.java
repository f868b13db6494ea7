package io.weir.core.internal.bus;

import io.weir.api.model.Channel;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.registry.DeviceRemark;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A device on a bus and how it fares. Confined to the bus thread.
 *
 * <pre>
 *   answering --(no answer, twice)--> slow: one probe at a time, with backoff
 *       ^------------(any answer)------/
 * </pre>
 */
final class BusDevice {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);
  private static final int NAMED = 3;

  /** Of this part of the time a device may be waited for in vain, so that neighbours come first. */
  private static final int WASTE = 10;

  /** So many microseconds may be waited for in vain beyond that, once. */
  private static final long CREDIT = 2_000_000;

  final ResolvedDevice resolved;
  final List<PollGroup> groups = new ArrayList<>();
  final LongAdder polls;
  final LongAdder skipped;
  final LongAdder errors;
  final LongAdder timeouts;
  final LongAdder writes;

  /** How often the connection was lost while it was asked, since it answered. */
  int losses;

  private final StatusBoard.Part part;
  private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY, new Random());
  private boolean slow;
  private long retryAt;
  private long credit = CREDIT;
  private long creditAt;
  private int probes;
  private boolean dirty;
  private boolean lost;
  private @Nullable DeviceRemark remark;

  BusDevice(ResolvedDevice resolved, StatusBoard board) {
    this.resolved = resolved;
    part = board.part("device/" + resolved.device().id());
    polls = part.counter("polls");
    skipped = part.counter("skipped");
    errors = part.counter("errors");
    timeouts = part.counter("timeouts");
    writes = part.counter("writes");
  }

  String id() {
    return resolved.device().id();
  }

  /** Whether nothing has changed that matters to the bus; its name may have. */
  boolean isPolledAs(ResolvedDevice other) {
    return resolved.driver() == other.driver() && resolved.channels().equals(other.channels());
  }

  /** Takes over what the connection says of it, and says so if it is asked at all now. */
  void remark(@Nullable DeviceRemark newRemark) {
    if (!Objects.equals(remark, newRemark)) {
      remark = newRemark;
      dirty = true;
      if (!lost) {
        report();
      }
    }
  }

  boolean isSlow() {
    return slow;
  }

  /** It answered, with values or with an error. */
  void answered() {
    losses = 0;
  }

  /** It was waited for in vain for so many microseconds. */
  void unanswered(long now, long spent) {
    losses = 0;
    timeouts.increment();
    credit = credit(now) - spent;
    creditAt = now;
  }

  /** Whether it has cost the bus so much that its neighbours come first. */
  boolean isResting(long now) {
    return credit(now) < 0;
  }

  private long credit(long now) {
    return Math.min(CREDIT, credit + (now - creditAt) / WASTE);
  }

  /** Whether a slow device is to be asked again. */
  boolean isProbeDue(long now) {
    return now >= retryAt;
  }

  /** The block of the group that is asked next, another one each time. */
  PollBlock probe(PollGroup group) {
    return group.blocks.get(probes++ % group.blocks.size());
  }

  void slowDown(long now, String why) {
    slow = true;
    retryAt = now + backoff.nextMicros();
    part.status(
        State.ERROR, "comm", "The device does not answer: " + why + ". It is asked less often.");
  }

  /** It answers again: nothing is known against its blocks until they have been read. */
  void restart() {
    slow = false;
    lost = false;
    retryAt = 0;
    backoff.reset();
    for (PollGroup group : groups) {
      for (PollBlock block : group.blocks) {
        block.fault = "";
        block.retryAt = 0;
        block.retryDelay = 0;
      }
    }
    dirty = true;
  }

  void connectionLost(String connection) {
    slow = false;
    lost = true;
    part.status(State.ERROR, "comm", "The connection '" + connection + "' is down");
  }

  /** Something about a block changed: the status is to be said anew. */
  void changed() {
    dirty = true;
  }

  /** Says how the device is, if that may have changed. */
  void report() {
    if (!dirty || slow) {
      return;
    }
    dirty = false;
    if (remark != null) {
      part.status(remark.state(), remark.reason(), remark.message());
      return;
    }
    boolean anyGood = false;
    List<String> faults = new ArrayList<>();
    for (PollGroup group : groups) {
      for (PollBlock block : group.blocks) {
        anyGood |= block.isGood();
        if (!block.fault.isEmpty()) {
          faults.add(describe(block));
        }
      }
    }
    if (!faults.isEmpty()) {
      part.status(anyGood ? State.DEGRADED : State.ERROR, "device", list(faults));
    } else if (anyGood || groups.isEmpty()) {
      part.ok();
    }
  }

  void close() {
    part.close();
  }

  private String describe(PollBlock block) {
    int number = block.block.entries().get(0).channel();
    int others = block.block.entries().size() - 1;
    return name(number)
        + (others == 0 ? "" : " and " + others + " more channels")
        + (block.fault.contains(block.place()) ? ": " : " (" + block.place() + "): ")
        + block.fault;
  }

  private String name(int number) {
    return resolved.channels().stream()
        .map(ResolvedChannel::channel)
        .filter(channel -> channel.number() == number)
        .map(Channel::id)
        .findFirst()
        .orElseThrow();
  }

  private static String list(List<String> faults) {
    int named = Math.min(NAMED, faults.size());
    String text = String.join("; ", faults.subList(0, named));
    return faults.size() == named ? text : text + "; and " + (faults.size() - named) + " more";
  }
}
