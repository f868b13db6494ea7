package io.weir.rules.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.LiveValues;
import io.weir.rules.internal.cel.Frame;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, and the values they read. Made by the rules thread, then confined to the
 * pipeline thread.
 */
final class RuleSet {
  /** No rule at all. */
  static final RuleSet NONE = new RuleSet(List.of(), List.of(), Set.of());

  private final Rule[] rules;
  private final Set<String> known;
  private final Frame frame;
  private final int[] slotByChannel;
  private final int[] channelBySlot;
  private final boolean[] isText;
  private final Rule[][] rulesBySlot;
  private final long[] roundBySlot;
  private final Rule[] affected;
  private int affectedCount;
  private long round;

  /**
   * @param rules in the order of evaluation
   * @param channels by slot
   * @param known ids of all rules that are configured, whether or not they are in force
   */
  RuleSet(List<Rule> rules, List<Channel> channels, Set<String> known) {
    this.rules = rules.toArray(Rule[]::new);
    this.known = known;
    affected = new Rule[this.rules.length];
    frame = new Frame(channels.size());
    channelBySlot = channels.stream().mapToInt(Channel::number).toArray();
    slotByChannel = new int[Arrays.stream(channelBySlot).max().orElse(-1) + 1];
    Arrays.fill(slotByChannel, -1);
    isText = new boolean[channels.size()];
    roundBySlot = new long[channels.size()];
    Arrays.fill(roundBySlot, -1);
    rulesBySlot = new Rule[channels.size()][];
    for (int slot = 0; slot < channels.size(); slot++) {
      int at = slot;
      slotByChannel[channelBySlot[slot]] = slot;
      isText[slot] = channels.get(slot).info().type() == ValueType.TEXT;
      rulesBySlot[slot] =
          rules.stream().filter(rule -> rule.triggers().get(at)).toArray(Rule[]::new);
    }
  }

  /** Ids of all configured rules. */
  Set<String> known() {
    return known;
  }

  Rule[] rules() {
    return rules;
  }

  Frame frame() {
    return frame;
  }

  /** The rule with this id, null when it is not in force. */
  @Nullable Rule rule(String id) {
    for (Rule rule : rules) {
      if (rule.id().equals(id)) {
        return rule;
      }
    }
    return null;
  }

  /** The slot of a channel; -1 when no rule reads it. */
  int slot(int channel) {
    return channel < slotByChannel.length ? slotByChannel[channel] : -1;
  }

  /** Whether the slot was set in this round. */
  boolean isSet(int slot) {
    return roundBySlot[slot] == round;
  }

  /** Takes a row's value; the rules that read it are affected. */
  void set(int slot, Batch batch, int row) {
    if (isText[slot]) {
      frame.setText(slot, (String) batch.object(row), batch.quality(row));
    } else {
      frame.set(slot, batch.bits(row), batch.quality(row));
    }
    roundBySlot[slot] = round;
    for (Rule rule : rulesBySlot[slot]) {
      if (rule.round != round) {
        rule.round = round;
        affected[affectedCount++] = rule;
      }
    }
  }

  /** Takes the last value of every channel. */
  void fill(LiveValues live) {
    for (int slot = 0; slot < channelBySlot.length; slot++) {
      int at = slot;
      live.visit(
          channelBySlot[slot],
          (micros, bits, object, quality) -> {
            if (isText[at]) {
              frame.setText(at, (String) object, quality);
            } else {
              frame.set(at, bits, quality);
            }
          });
    }
  }

  int affectedCount() {
    return affectedCount;
  }

  Rule affected(int index) {
    return affected[index];
  }

  /** Begins another round: no slot is set, no rule affected. */
  void nextRound() {
    round++;
    affectedCount = 0;
  }
}
