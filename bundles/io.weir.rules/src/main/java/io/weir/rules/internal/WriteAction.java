package io.weir.rules.internal;

import io.weir.api.model.Channel;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.GatewayClock;
import io.weir.rules.internal.cel.Frame;
import io.weir.rules.internal.cel.Program;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes a channel through the command router, and again with growing pauses while the device does
 * not take it and the rule stays as it is. What the router refuses is not tried again.
 */
final class WriteAction implements Action {
  private static final long EXPIRES_AFTER = 10_000_000;

  /** When to try again, and for which run: a late answer cannot revive what was stopped. */
  private record Retry(int run, long at) {}

  private final String id;
  private final String origin;
  private final Channel channel;
  private final @Nullable Object value;
  private final @Nullable Program expression;
  private final CommandRouter router;
  private final GatewayClock clock;
  private final Backoff backoff;
  private final RuleReport report;

  /** Counts starts and stops, so that a late answer is told from a current one. */
  private final AtomicInteger run = new AtomicInteger();

  private boolean started;
  private final AtomicInteger finishedRun = new AtomicInteger();
  private final AtomicReference<@Nullable Retry> retry = new AtomicReference<>();

  /**
   * Writes either the value or the result of the expression.
   *
   * @param id what its commands are called, a time is appended
   */
  WriteAction(
      String id,
      String rule,
      Channel channel,
      @Nullable Object value,
      @Nullable Program expression,
      CommandRouter router,
      GatewayClock clock,
      RuleReport report) {
    this.id = id;
    this.origin = "rule:" + rule;
    this.channel = channel;
    this.value = value;
    this.expression = expression;
    this.router = router;
    this.clock = clock;
    this.report = report;
    this.backoff =
        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new SplittableRandom());
  }

  @Override
  public void start(Frame frame, long micros) {
    stop();
    started = true;
    backoff.reset();
    attempt(frame, micros);
  }

  @Override
  public void tick(Frame frame, long micros) {
    Retry due = retry.get();
    if (due != null && due.at <= micros && retry.compareAndSet(due, null) && due.run == run.get()) {
      attempt(frame, micros);
    }
  }

  @Override
  public boolean isUnfinished() {
    return started && finishedRun.get() != run.get();
  }

  @Override
  public void stop() {
    run.incrementAndGet();
    started = false;
    retry.set(null);
  }

  private void attempt(Frame frame, long micros) {
    Object wanted = value;
    if (expression != null) {
      wanted = converted(expression.evalObject(frame));
      if (wanted == null) {
        report.writeFailed(channel.id(), "the value cannot be computed: " + reason(frame), true);
        retry.set(new Retry(run.get(), micros + backoff.nextMicros()));
        return;
      }
    }
    if (wanted == null) {
      throw new IllegalStateException("a write needs a value or an expression");
    }
    int current = run.get();
    long pause = backoff.nextMicros();
    String commandId = id + ":" + clock.boot() + ":" + micros;
    try {
      router
          .submit(new Command(commandId, channel.id(), wanted, origin, micros + EXPIRES_AFTER))
          .whenComplete((result, error) -> done(result, error, current, pause));
    } catch (RuntimeException e) {
      done(null, e, current, pause);
    }
  }

  private void done(@Nullable CommandResult result, @Nullable Throwable error, int of, long pause) {
    boolean isCurrent = of == run.get();
    boolean isFinal =
        result != null && (result.outcome() == Outcome.DONE || result.outcome() == Outcome.REFUSED);
    if (isFinal) {
      finishedRun.accumulateAndGet(of, Math::max);
    }
    if (result != null && result.outcome() == Outcome.DONE) {
      report.writeDone(channel.id(), isCurrent);
      return;
    }
    String reason =
        result == null
            ? String.valueOf(error)
            : result.outcome().name().toLowerCase(Locale.ROOT) + ", " + result.message();
    report.writeFailed(channel.id(), reason, isCurrent);
    if (!isFinal) {
      Retry next = new Retry(of, clock.micros() + pause);
      retry.updateAndGet(known -> known != null && known.run > of ? known : next);
    }
  }

  private @Nullable Object converted(@Nullable Object result) {
    if (result instanceof Long number && channel.info().type() == ValueType.DOUBLE) {
      return number.doubleValue();
    }
    return result instanceof Double number && !Double.isFinite(number) ? null : result;
  }

  private static String reason(Frame frame) {
    return frame.failure() == null ? "it is not a finite number" : String.valueOf(frame.failure());
  }
}
