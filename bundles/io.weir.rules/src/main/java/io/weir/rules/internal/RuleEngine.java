package io.weir.rules.internal;

import io.weir.api.model.Batch;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.SampleListener;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Evaluates the rules that name a changed channel.
 *
 * <p>A batch is one moment: its rules see all of its values, not one after the other, unless the
 * batch holds several values of one channel. All durations run on the times of batches and ticks.
 * Confined to the pipeline thread, except {@link #arm}.
 */
final class RuleEngine implements SampleListener {
  private final LiveValues live;
  private final Consumer<Set<String>> memory;
  private final Set<String> active;
  private volatile RuleSet next = RuleSet.NONE;
  private RuleSet current = RuleSet.NONE;
  private long now = Long.MIN_VALUE;
  private boolean activeChanged;

  /**
   * @param remembered ids of the rules that were active when the process ended
   * @param memory is told the ids of active rules whenever they change
   */
  RuleEngine(LiveValues live, Set<String> remembered, Consumer<Set<String>> memory) {
    this.live = live;
    this.memory = memory;
    this.active = new TreeSet<>(remembered);
  }

  /** Puts these rules in force with the next tick. Any thread. */
  void arm(RuleSet rules) {
    next = rules;
  }

  @Override
  public void samples(Batch batch) {
    RuleSet set = current;
    long newest = now;
    for (int row = 0; row < batch.size(); row++) {
      int slot = set.slot(batch.channel(row));
      if (slot >= 0) {
        if (set.isSet(slot)) {
          settle(newest);
        }
        newest = Math.max(newest, batch.time(row));
        set.set(slot, batch, row);
      }
    }
    settle(newest);
  }

  @Override
  public void tick(long micros) {
    now = Math.max(now, micros);
    if (next != current) {
      adopt(next);
    }
    for (Rule rule : current.rules()) {
      guarded(rule, Step.TICK);
    }
    remember();
  }

  /** What is done with a rule. */
  private enum Step {
    EXPIRE,
    EVALUATE,
    TICK
  }

  private void settle(long micros) {
    RuleSet set = current;
    if (set.affectedCount() == 0) {
      return;
    }
    // A rule whose time was over before these values came has begun before them.
    now = Math.max(now, micros - 1);
    for (int i = 0; i < set.affectedCount(); i++) {
      guarded(set.affected(i), Step.EXPIRE);
    }
    now = Math.max(now, micros);
    for (int i = 0; i < set.affectedCount(); i++) {
      guarded(set.affected(i), Step.EVALUATE);
    }
    set.nextRound();
    remember();
  }

  /** A rule that fails in a way nobody thought of does not stop the others. */
  private void guarded(Rule rule, Step step) {
    Rule.Phase before = rule.phase();
    try {
      switch (step) {
        case EXPIRE -> rule.expire(current.frame(), now);
        case EVALUATE -> {
          rule.evaluate(current.frame(), now);
          rule.expire(current.frame(), now);
        }
        case TICK -> {
          rule.expire(current.frame(), now);
          rule.tick(current.frame(), now);
        }
      }
    } catch (RuntimeException e) {
      rule.broken(e);
    }
    if (rule.phase() != before) {
      boolean isActive = rule.phase() == Rule.Phase.ACTIVE;
      activeChanged |= isActive ? active.add(rule.id()) : active.remove(rule.id());
    }
  }

  private void adopt(RuleSet rules) {
    RuleSet old = current;
    rules.fill(live);
    activeChanged |= active.retainAll(rules.known());
    for (Rule rule : rules.rules()) {
      Rule earlier = old.rule(rule.id());
      if (earlier != null) {
        rule.resume(earlier, rules.frame(), now);
      } else {
        boolean wasActive = active.contains(rule.id());
        rule.resume(wasActive ? Rule.Phase.ACTIVE : Rule.Phase.INACTIVE, now);
      }
    }
    for (Rule rule : old.rules()) {
      rule.stop();
    }
    current = rules;
    for (Rule rule : rules.rules()) {
      guarded(rule, Step.EVALUATE);
    }
  }

  private void remember() {
    if (activeChanged) {
      activeChanged = false;
      memory.accept(Set.copyOf(active));
    }
  }
}
