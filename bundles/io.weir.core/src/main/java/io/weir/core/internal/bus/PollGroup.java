package io.weir.core.internal.bus;

import java.util.ArrayList;
import java.util.List;

/** Blocks of one device that are due together. Confined to the bus thread. */
final class PollGroup {
  final BusDevice device;
  final List<PollBlock> blocks = new ArrayList<>();
  private final long period;
  private final long base;
  private long due;
  private boolean forced;

  /**
   * @param start when the polls of the connection begin
   */
  PollGroup(BusDevice device, PollPlanner.Group plan, long start) {
    this.device = device;
    plan.blocks().forEach(block -> blocks.add(new PollBlock(block)));
    period = plan.period();
    base = start + plan.phase();
    due = base;
  }

  long due() {
    return due;
  }

  /** Makes it due now, beside its schedule. */
  void force(long now) {
    due = now;
    forced = true;
  }

  /**
   * Goes on to the next moment of the schedule that is not over.
   *
   * @return how many moments were missed; they are not made up for
   */
  long advance(long now) {
    long next = now < base ? base : base + ((now - base) / period + 1) * period;
    long missed = forced ? 0 : Math.max(0, (next - due) / period - 1);
    forced = false;
    due = next;
    return missed;
  }
}
