package io.weir.rules.internal;

import io.weir.api.model.Quality;
import io.weir.api.runtime.State;
import io.weir.rules.internal.cel.Failure;
import io.weir.rules.internal.cel.Frame;
import io.weir.rules.internal.cel.Program;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One compiled rule and where it stands. Confined to the pipeline thread.
 *
 * <pre>
 *            when                    held for long enough
 *  INACTIVE -----> PENDING ------------------------------> ACTIVE
 *     ^  ^           |  not when, or not known                |
 *     |  +-----------+                                        |
 *     +-------------------------------------------------------+
 *                       until, or not when
 * </pre>
 *
 * <p>A condition that is not known (a bad input, an evaluation error) changes nothing but PENDING:
 * nobody can say then that it held all the time.
 */
final class Rule {
  /** Where a rule stands. */
  enum Phase {
    INACTIVE,
    PENDING,
    ACTIVE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Rule.class);

  private final RuleDocument document;
  private final Program when;
  private final @Nullable Program until;
  private final List<Action> actions;
  private final List<Action> onClear;
  private final RuleReport report;
  private final long holdMicros;

  private Phase phase = Phase.INACTIVE;
  private long since;
  private boolean noted;
  private @Nullable Failure fault;
  private byte faultQuality;
  private @Nullable String brokenBy;

  /** Used by the rule set: the round in which this rule was last found to be affected. */
  long round = -1;

  Rule(
      RuleDocument document,
      Program when,
      @Nullable Program until,
      List<Action> actions,
      List<Action> onClear,
      RuleReport report) {
    this.document = document;
    this.when = when;
    this.until = until;
    this.actions = List.copyOf(actions);
    this.onClear = List.copyOf(onClear);
    this.report = report;
    this.holdMicros = document.holdFor().toNanos() / 1000;
  }

  String id() {
    return document.id();
  }

  Phase phase() {
    return phase;
  }

  /** The slots whose change makes an evaluation necessary. */
  BitSet triggers() {
    BitSet triggers = when.slots();
    if (until != null) {
      triggers.or(until.slots());
    }
    return triggers;
  }

  /** Begins where an earlier process stood. */
  void resume(Phase earlier, long micros) {
    phase = earlier;
    since = micros;
    report.phase(earlier.name().toLowerCase(Locale.ROOT));
  }

  /** Goes on where an earlier version of the rule stood, its unfinished writes included. */
  void resume(Rule earlier, Frame frame, long micros) {
    resume(earlier.phase, earlier.since);
    restart(earlier.actions, actions, frame, micros);
    restart(earlier.onClear, onClear, frame, micros);
  }

  private static void restart(List<Action> from, List<Action> to, Frame frame, long micros) {
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      if (from.get(i).isUnfinished()) {
        from.get(i).stop();
        to.get(i).start(frame, micros);
      }
    }
  }

  /** Looks at the inputs; {@code micros} is the time of the newest. */
  void evaluate(Frame frame, long micros) {
    boolean ends = phase == Phase.ACTIVE;
    boolean result = (ends && until != null) ? until.evalBool(frame) : when.evalBool(frame) != ends;
    Failure failure = frame.failure();
    report.evaluated(failure != null && !isUnseen(failure, frame));
    if (!noted || failure != null || fault != null) {
      note(failure, frame);
    }
    if (failure != null) {
      if (phase == Phase.PENDING) {
        enter(Phase.INACTIVE, micros);
      }
    } else if (ends && result) {
      enter(Phase.INACTIVE, micros);
      run(actions, onClear, frame, micros);
    } else if (phase == Phase.INACTIVE && result) {
      enter(Phase.PENDING, micros);
      expire(frame, micros);
    } else if (phase == Phase.PENDING && !result) {
      enter(Phase.INACTIVE, micros);
    }
  }

  /** Begins a pending rule whose time is over at this moment. */
  void expire(Frame frame, long micros) {
    if (phase == Phase.PENDING && micros - since >= holdMicros) {
      enter(Phase.ACTIVE, micros);
      report.activated();
      run(onClear, actions, frame, micros);
    }
  }

  /** Time goes on: writes that did not succeed are tried again. */
  void tick(Frame frame, long micros) {
    for (int i = 0; i < actions.size(); i++) {
      actions.get(i).tick(frame, micros);
    }
    for (int i = 0; i < onClear.size(); i++) {
      onClear.get(i).tick(frame, micros);
    }
  }

  /** The rule failed in a way nobody thought of. */
  void broken(RuntimeException cause) {
    String message = cause.toString();
    if (noted || !message.equals(brokenBy)) {
      LOG.error("Rule {} failed", id(), cause);
      report.fault("internal error: " + message, State.ERROR, "internal");
    }
    brokenBy = message;
    noted = false;
  }

  /** The rule is no longer in force. */
  void stop() {
    actions.forEach(Action::stop);
    onClear.forEach(Action::stop);
  }

  private void enter(Phase next, long micros) {
    phase = next;
    since = micros;
    if (next != Phase.PENDING || holdMicros > 0) {
      report.phase(next.name().toLowerCase(Locale.ROOT));
    }
  }

  private void run(List<Action> over, List<Action> due, Frame frame, long micros) {
    report.writesBegin();
    over.forEach(Action::stop);
    due.forEach(action -> action.start(frame, micros));
  }

  /** Whether an input has not come yet, which is no failure of anybody. */
  private static boolean isUnseen(Failure failure, Frame frame) {
    return failure.slot() >= 0 && frame.quality(failure.slot()) == Frame.UNSEEN;
  }

  private void note(@Nullable Failure failure, Frame frame) {
    boolean isInput = failure != null && failure.slot() >= 0;
    byte quality = isInput ? frame.quality(Objects.requireNonNull(failure).slot()) : Quality.GOOD;
    if (noted && Objects.equals(failure, fault) && quality == faultQuality) {
      return;
    }
    noted = true;
    fault = failure;
    faultQuality = quality;
    if (failure == null) {
      report.fault(null, State.OK, "none");
    } else if (!isInput) {
      report.fault(failure.toString(), State.ERROR, "evaluation");
    } else {
      State state = quality == Frame.UNSEEN ? State.STARTING : State.ERROR;
      report.fault(failure + ": " + Quality.text(quality), state, "input");
    }
  }
}
