package io.weir.core.internal.bus;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.Driver;
import io.weir.api.driver.TimedDriver;
import io.weir.api.runtime.BusPlan;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Predicts what polls cost and says why they are as they are. Used by one thread. */
final class BusPlanner {
  /** A device that does not answer is asked again after a minute, less a quarter on average. */
  private static final double PROBE_PERIOD = 45_000_000;

  private final String connection;
  private final Driver driver;
  private final @Nullable TimedDriver timed;
  private final Set<String> silent;
  private final List<BusPlan.Read> reads = new ArrayList<>();
  private final Map<String, Double> loads = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Long> periods = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private long cycle;

  /**
   * @param silent ids of the devices that do not answer now
   */
  BusPlanner(String connection, Driver driver, Set<String> silent) {
    this.connection = connection;
    this.driver = driver;
    this.silent = silent;
    timed = driver instanceof TimedDriver known && !known.medium().isEmpty() ? known : null;
  }

  /** The plan of these devices, all of them on this connection. */
  BusPlan plan(List<ResolvedDevice> devices) {
    Map<String, ResolvedDevice> byId = new LinkedHashMap<>();
    for (ResolvedDevice device : devices) {
      byId.put(device.device().id(), device);
      for (ResolvedChannel channel : device.channels()) {
        names.put(channel.channel().number(), channel.channel().id());
      }
    }
    for (PollPlanner.Group group : PollPlanner.plan(devices, driver::limits)) {
      add(group);
    }
    List<BusPlan.Load> list = new ArrayList<>();
    byId.forEach(
        (id, device) ->
            list.add(
                new BusPlan.Load(
                    id,
                    device.device().name(),
                    periods.getOrDefault(id, 0L),
                    counts.getOrDefault(id, 0),
                    loads.getOrDefault(id, 0.0),
                    silent.contains(id))));
    double utilisation = list.stream().mapToDouble(BusPlan.Load::utilisation).sum();
    return new BusPlan(
        connection,
        timed == null ? "" : timed.medium(),
        timed != null,
        cycle,
        utilisation,
        warning(utilisation, list),
        list,
        reads);
  }

  private void add(PollPlanner.Group group) {
    String device = group.device();
    @Nullable Block before = null;
    double busy = 0;
    for (Block block : group.blocks()) {
      long micros = timed == null ? 0 : timed.answeredMicros(block);
      busy += micros;
      reads.add(
          new BusPlan.Read(
              device,
              group.period(),
              block.area(),
              block.start(),
              block.length(),
              block.entries().stream().map(entry -> name(entry.channel())).toList(),
              unused(block),
              micros,
              why(before, block, micros)));
      before = block;
    }
    periods.merge(device, group.period(), Math::min);
    counts.merge(device, group.blocks().size(), Integer::sum);
    if (silent.contains(device)) {
      if (!loads.containsKey(device) && timed != null) {
        loads.put(device, timed.silentMicros(group.blocks().get(0)) / PROBE_PERIOD);
      }
    } else {
      loads.merge(device, busy / group.period(), Double::sum);
      cycle += (long) busy;
    }
  }

  private String name(int channel) {
    return names.getOrDefault(channel, "");
  }

  private static int unused(Block block) {
    boolean[] used = new boolean[block.length()];
    for (Block.Entry entry : block.entries()) {
      int from = entry.point().start() - block.start();
      for (int i = 0; i < entry.point().length(); i++) {
        used[from + i] = true;
      }
    }
    int unused = 0;
    for (boolean each : used) {
      unused += each ? 0 : 1;
    }
    return unused;
  }

  private String why(@Nullable Block before, Block block, long micros) {
    BlockLimits limits = limits(block);
    StringBuilder text = new StringBuilder();
    int channels = block.entries().size();
    if (channels > 1) {
      int unused = unused(block);
      text.append(channels).append(" channels in one request");
      if (unused > 0) {
        text.append(", with ")
            .append(unused)
            .append(" unused between them (gaps of up to ")
            .append(limits.maxGap())
            .append(" are read along)");
      }
      if (timed != null) {
        text.append(saving(block, micros));
      }
    } else {
      text.append("one channel");
    }
    if (before != null && before.area().equals(block.area())) {
      int gap = block.start() - before.start() - before.length();
      BlockLimits both = limits.and(limits(before));
      text.append("; not joined to the one before: ");
      if (gap > both.maxGap()) {
        text.append(gap).append(" unused lie between, more than ").append(both.maxGap());
      } else {
        text.append("it would be longer than ").append(both.maxLength());
      }
    }
    return text.toString();
  }

  private BlockLimits limits(Block block) {
    return block.entries().stream()
        .map(entry -> driver.limits(entry.point()))
        .reduce(BlockLimits::and)
        .orElse(BlockLimits.SINGLE);
  }

  private String saving(Block block, long micros) {
    long apart = 0;
    if (timed != null) {
      for (Block.Entry entry : block.entries()) {
        apart += timed.answeredMicros(PollPlanner.block(List.of(entry)));
      }
    }
    return String.format(
        Locale.ROOT, "; each by itself would take %.1f ms more", (apart - micros) / 1000.0);
  }

  private String warning(double utilisation, List<BusPlan.Load> list) {
    if (utilisation <= BusPlan.LIMIT) {
      return "";
    }
    BusPlan.Load heaviest =
        list.stream().max(Comparator.comparingDouble(BusPlan.Load::utilisation)).orElseThrow();
    return String.format(
        Locale.ROOT,
        "The bus is busy %.0f %% of the time, more than %.0f %%: polls will be late or skipped, and"
            + " there is no room for retries and writes. Periods %.1f times as long would do, or"
            + " fewer registers, or a faster line. Most goes to '%s': %.0f %%.",
        100 * utilisation,
        100 * BusPlan.LIMIT,
        utilisation / BusPlan.LIMIT,
        heaviest.device(),
        100 * heaviest.utilisation());
  }
}
