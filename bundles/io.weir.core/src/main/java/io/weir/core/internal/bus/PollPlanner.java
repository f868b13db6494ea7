package io.weir.core.internal.bus;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.Point;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes polls of channels. Pure functions. */
final class PollPlanner {
  /** More phases would make many small batches, which cost more than they smooth. */
  private static final int MAX_PHASES = 10;

  /** Groups with long periods need not wait for their first poll. */
  private static final long MAX_SPREAD = 5_000_000;

  private static final Comparator<Block.Entry> BY_PLACE =
      Comparator.comparingInt((Block.Entry entry) -> entry.point().start())
          .thenComparingInt(entry -> entry.point().length());

  private PollPlanner() {}

  /**
   * What is polled together.
   *
   * @param device the device's id
   * @param period microseconds between polls
   * @param phase microseconds from the common start to the first poll
   * @param blocks what is read
   */
  record Group(String device, long period, long phase, List<Block> blocks) {}

  /** Groups channels by device and period, merges what stands near, staggers equal periods. */
  static List<Group> plan(List<ResolvedDevice> devices, Function<Point, BlockLimits> limits) {
    List<Group> groups = new ArrayList<>();
    for (ResolvedDevice device : devices) {
      byPeriod(device)
          .forEach(
              (period, entries) ->
                  groups.add(
                      new Group(
                          device.device().id(),
                          period.toNanos() / 1000,
                          0,
                          merge(entries, limits))));
    }
    return stagger(groups);
  }

  private static Map<Duration, List<Block.Entry>> byPeriod(ResolvedDevice device) {
    Map<Duration, List<Block.Entry>> groups = new TreeMap<>();
    for (ResolvedChannel resolved : device.channels()) {
      Duration period = resolved.channel().period();
      if (period != null) {
        groups
            .computeIfAbsent(period, key -> new ArrayList<>())
            .add(new Block.Entry(resolved.channel().number(), resolved.point()));
      }
    }
    return groups;
  }

  /** The fewest reads, from left to right in each area, that keep the limits. */
  static List<Block> merge(List<Block.Entry> entries, Function<Point, BlockLimits> limits) {
    Map<String, List<Block.Entry>> areas = new TreeMap<>();
    for (Block.Entry entry : entries) {
      areas.computeIfAbsent(entry.point().area(), key -> new ArrayList<>()).add(entry);
    }
    List<Block> blocks = new ArrayList<>();
    areas.values().forEach(list -> mergeArea(list, limits, blocks));
    return blocks;
  }

  private static void mergeArea(
      List<Block.Entry> area, Function<Point, BlockLimits> limits, List<Block> blocks) {
    area.sort(BY_PLACE);
    List<Block.Entry> open = new ArrayList<>();
    BlockLimits kept = BlockLimits.SINGLE;
    int start = 0;
    int end = 0;
    for (Block.Entry entry : area) {
      Point point = entry.point();
      int pointEnd = point.start() + point.length();
      BlockLimits own = limits.apply(point);
      BlockLimits both = open.isEmpty() ? own : kept.and(own);
      boolean fits =
          point.start() - end <= both.maxGap()
              && Math.max(end, pointEnd) - start <= both.maxLength();
      if (!open.isEmpty() && !fits) {
        blocks.add(block(open));
        open.clear();
      }
      if (open.isEmpty()) {
        start = point.start();
        end = pointEnd;
        both = own;
      }
      kept = both;
      end = Math.max(end, pointEnd);
      open.add(entry);
    }
    if (!open.isEmpty()) {
      blocks.add(block(open));
    }
  }

  /** The block that just holds these entries of one area. */
  static Block block(List<Block.Entry> entries) {
    int start = Integer.MAX_VALUE;
    int end = 0;
    for (Block.Entry entry : entries) {
      start = Math.min(start, entry.point().start());
      end = Math.max(end, entry.point().start() + entry.point().length());
    }
    return new Block(entries.get(0).point().area(), start, end - start, entries);
  }

  private static List<Group> stagger(List<Group> groups) {
    Map<Long, Integer> count = new HashMap<>();
    groups.forEach(group -> count.merge(group.period(), 1, Integer::sum));
    Map<Long, Integer> next = new HashMap<>();
    List<Group> staggered = new ArrayList<>();
    for (Group group : groups) {
      int index = next.merge(group.period(), 1, Integer::sum) - 1;
      int phases = Math.min(count.getOrDefault(group.period(), 1), MAX_PHASES);
      long spread = Math.min(group.period(), MAX_SPREAD);
      long phase = spread * (index % phases) / phases;
      staggered.add(new Group(group.device(), group.period(), phase, group.blocks()));
    }
    return staggered;
  }
}
