package io.weir.rules.internal;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One rule's place on the status board: the gravest thing that is to be said about it. Any thread;
 * {@link #evaluated} by the pipeline thread alone.
 */
final class RuleReport implements AutoCloseable {
  private final StatusBoard.Part part;
  private final AtomicLong evaluations = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final LongAdder activations;
  private final LongAdder writes;
  private final LongAdder writesFailed;
  private final LongAdder events;
  private final LongAdder eventsLost;

  private boolean inForce;
  private boolean waiting;
  private String phase = "inactive";
  private @Nullable String refusal;
  private @Nullable String fault;
  private State faultState = State.ERROR;
  private String faultReason = "none";
  private @Nullable String writeProblem;
  private @Nullable String writeChannel;

  RuleReport(StatusBoard board, String rule) {
    part = board.part("rule/" + rule);
    part.gauge("evaluations", evaluations::get);
    part.gauge("failures", failures::get);
    activations = part.counter("activations");
    writes = part.counter("writes");
    writesFailed = part.counter("writes-failed");
    events = part.counter("events");
    eventsLost = part.counter("events-lost");
  }

  /** What people call the rule. */
  void name(String name) {
    part.label(name);
  }

  /** Counts an evaluation; one writer, so that no atomic addition is needed. */
  void evaluated(boolean failed) {
    evaluations.lazySet(evaluations.getPlain() + 1);
    if (failed) {
      failures.lazySet(failures.getPlain() + 1);
    }
  }

  /**
   * What became of the rule's document.
   *
   * @param newRefusal why the newest document is not in force; null when it is
   * @param isInForce whether any version of the rule is in force
   * @param isWaiting whether the refusal may pass by itself, because devices are still to come
   */
  synchronized void document(@Nullable String newRefusal, boolean isInForce, boolean isWaiting) {
    refusal = newRefusal;
    inForce = isInForce;
    waiting = isWaiting;
    publish();
  }

  /** Counts a time the rule began. */
  void activated() {
    activations.increment();
  }

  /** Other writes are due now; what went wrong with those before is over. */
  synchronized void writesBegin() {
    writeProblem = null;
    writeChannel = null;
  }

  /** {@code inactive}, {@code pending}, {@code active} or {@code disabled}. */
  synchronized void phase(String newPhase) {
    phase = newPhase;
    publish();
  }

  /** Why the rule cannot be evaluated; null when it can, and the rest does not matter. */
  synchronized void fault(@Nullable String newFault, State state, String reason) {
    fault = newFault;
    faultState = state;
    faultReason = reason;
    publish();
  }

  /** An event was put into the outbox, or found it full. */
  void event(boolean accepted) {
    (accepted ? events : eventsLost).increment();
  }

  /** A write was carried out; with it an earlier problem of that channel is over. */
  synchronized void writeDone(String channel, boolean isCurrent) {
    writes.increment();
    if (isCurrent && channel.equals(writeChannel)) {
      writeChannel = null;
      writeProblem = null;
      publish();
    }
  }

  /** A write was not carried out; it is only counted when the rule has moved on since. */
  synchronized void writeFailed(String channel, String reason, boolean isCurrent) {
    writesFailed.increment();
    if (isCurrent) {
      writeChannel = channel;
      writeProblem = "write of " + channel + ": " + reason;
      publish();
    }
  }

  private void publish() {
    if (!inForce && refusal != null) {
      part.status(waiting ? State.STARTING : State.ERROR, "config", refusal);
    } else if (phase.equals("disabled")) {
      part.status(State.DISABLED, phase, "");
    } else if (fault != null) {
      part.status(faultState, faultReason, fault);
    } else if (writeProblem != null) {
      part.status(State.DEGRADED, "write", writeProblem);
    } else if (refusal != null) {
      part.status(State.DEGRADED, "config", refusal + " (the version before it stays in force)");
    } else {
      part.status(State.OK, phase, "");
    }
  }

  @Override
  public void close() {
    part.close();
  }
}
