package io.weir.core.internal.clock;

import io.weir.api.runtime.GatewayClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's clock: counts the boots of the machine and learns where each stands in the
 * calendar.
 *
 * <pre>
 *   guessed --(system clock trusted)--> trusted --(system clock moved &gt; 100 ms)--> one more step
 * </pre>
 *
 * <p>A boot that is never trusted is placed after the boots before it and before those after it;
 * for that the table says how long each may have lasted, ten minutes ahead, so that it need not be
 * written more often.
 *
 * <p>Any thread; {@link #check} and {@link #close} on one thread.
 */
public final class SystemClock implements GatewayClock {
  private static final Logger LOG = LoggerFactory.getLogger(SystemClock.class);
  private static final long TOLERANCE = 100_000;
  private static final long GUESS_TOLERANCE = 1_000_000;

  /** The table is written this often at least. */
  private static final long SEEN_AHEAD = 600_000_000L;

  /** A trusted clock that moves further is shown for a while. */
  private static final long JUMP = 86_400_000_000L;

  private static final long JUMP_SHOWN = 3_600_000_000L;

  private final TimeSource source;
  private final LongPredicate evidence;
  private final BootTable table;
  private final Map<Integer, Boot> earlier = new LinkedHashMap<>();
  private volatile Boot current;
  private volatile Boot here;
  private volatile Map<Integer, Boot> placed = Map.of();
  private volatile String problem = "";
  private volatile String jump = "";
  private final AtomicInteger jumps = new AtomicInteger();
  private long jumpedAt;
  private boolean saved;

  SystemClock(Path file, TimeSource source, LongPredicate evidence) {
    this.source = source;
    this.evidence = evidence;
    table = new BootTable(file);
    current = begin(load());
    here = current;
    place();
    check();
    if (!saved) {
      save();
    }
  }

  @Override
  public long micros() {
    return source.micros();
  }

  @Override
  public int boot() {
    return current.number();
  }

  @Override
  public long toEpoch(int boot, long micros) {
    Boot known = find(boot);
    return known == null ? micros : micros + known.offset(micros);
  }

  @Override
  public boolean isTrusted(int boot) {
    Boot known = find(boot);
    return known != null && known.trusted();
  }

  /** Why the table of boots could not be kept, in words; empty when it could. */
  String problem() {
    return problem;
  }

  /** What is to be said of the latest jump of a trusted clock, in words; empty after an hour. */
  String jump() {
    return jump;
  }

  /** Jumps of a trusted clock by more than a day since the process started. */
  int jumps() {
    return jumps.get();
  }

  /** Keeps how long the boot has lasted. */
  void close() {
    current = current.until(source.micros());
    save();
  }

  /** Looks at the system clock and learns from it. */
  void check() {
    long before = source.micros();
    long epoch = source.epochMicros();
    long micros = source.micros();
    if (micros - before > TOLERANCE / 2) {
      return; // Interrupted between the two clocks: their distance says nothing.
    }
    Boot old = current;
    long offset = epoch - micros;
    long moved = Math.abs(offset - old.latest());
    if (evidence.test(epoch)) {
      if (!old.trusted()) {
        learn(old.with(true, offset));
      } else if (moved > TOLERANCE) {
        noteJump(offset - old.latest(), micros);
        learn(old.and(micros, offset));
      }
    } else if (!old.trusted() && moved > GUESS_TOLERANCE) {
      learn(old.with(false, offset));
    }
    if (!jump.isEmpty() && micros - jumpedAt >= JUMP_SHOWN) {
      jump = "";
    }
    if (current.seen() < micros) {
      current = current.until(micros + SEEN_AHEAD);
      saved = false;
    }
    if (!saved) {
      save();
    }
  }

  private void noteJump(long by, long micros) {
    if (Math.abs(by) > JUMP) {
      jumps.incrementAndGet();
      jumpedAt = micros;
      jump =
          "The system time jumped by %.1f days although it had been confirmed; samples since then"
                  .formatted(by / (double) JUMP)
              + " bear the new time. Check the network time service if that is wrong.";
    }
  }

  private @Nullable Boot find(int boot) {
    Boot now = here;
    return boot == now.number() ? now : placed.get(boot);
  }

  private void learn(Boot better) {
    current = better;
    place();
    saved = false;
  }

  private void place() {
    List<Boot> boots = new ArrayList<>(earlier.values());
    boots.add(current);
    boots.sort(Comparator.comparingInt(Boot::number));
    Map<Integer, Boot> found = new HashMap<>();
    for (Boot boot : BootOrder.placed(boots)) {
      found.put(boot.number(), boot);
      if (boot.number() == current.number()) {
        here = boot;
      }
    }
    placed = found;
  }

  private List<Boot> load() {
    try {
      return table.load();
    } catch (IllegalArgumentException e) {
      LOG.warn("{}; it is set aside and samples of earlier boots lose their time", e.getMessage());
      setAside();
    } catch (IOException e) {
      problem = "the table of boots cannot be read: " + e;
    }
    // Beyond every number that may have been given out: there are fewer boots than minutes.
    int beyond = (int) (source.epochMicros() / 60_000_000);
    return List.of(new Boot(beyond, "unknown", false, 0, List.of(new Boot.Step(0, 0))));
  }

  private void setAside() {
    try {
      table.setAside();
    } catch (IOException e) {
      problem = "the damaged table of boots cannot be set aside: " + e;
    }
  }

  private Boot begin(List<Boot> boots) {
    int last = 0;
    for (Boot boot : boots) {
      if (boot.id().equals(source.bootId())) {
        saved = true;
        return rememberAllBut(boot, boots);
      }
      last = Math.max(last, boot.number());
    }
    long offset = source.epochMicros() - source.micros();
    Boot.Step guess = new Boot.Step(0, offset);
    return rememberAllBut(new Boot(last + 1, source.bootId(), false, 0, List.of(guess)), boots);
  }

  private Boot rememberAllBut(Boot now, List<Boot> boots) {
    for (Boot boot : boots) {
      if (boot.number() != now.number()) {
        earlier.put(boot.number(), boot);
      }
    }
    return now;
  }

  private void save() {
    Map<Integer, Boot> all = new LinkedHashMap<>(earlier);
    all.put(current.number(), current);
    try {
      table.save(all.values());
      saved = true;
      problem = "";
    } catch (IOException e) {
      problem = "the table of boots cannot be written: " + e;
    }
  }
}
