package io.weir.driver.host.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.model.Quality;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How busy the processor was since the same channel was read before, in percent, from the ticks in
 * {@code /proc/stat} (proc_stat(5)).
 */
final class Load implements Source {
  private static final String FILE = "/proc/stat";

  /** user, nice, system, idle, iowait, irq, softirq, steal; guest time is in user already. */
  private static final int COLUMNS = 8;

  private static final int IDLE = 3;
  private static final int IOWAIT = 4;
  private static final double PERCENT = 100;

  private record Ticks(long busy, long total) {}

  private final Tree tree;
  private final Map<String, Ticks> atConnect = new HashMap<>();
  private final Map<Integer, Ticks> before = new HashMap<>();
  private final Map<Integer, Double> last = new HashMap<>();

  Load(Tree tree) {
    this.tree = tree;
  }

  /** Begins anew: a first read tells of the time since now. */
  void connect() {
    atConnect.clear();
    before.clear();
    last.clear();
    try {
      for (String line : tree.text(FILE).split("\n")) {
        if (line.startsWith("cpu")) {
          atConnect.put(line.substring(0, line.indexOf(' ')), ticks(line));
        }
      }
    } catch (DriverException | NoValueException e) {
      atConnect.clear(); // The first read says what is wrong.
    }
  }

  @Override
  public Sheet open(String selector) throws DriverException {
    String row = "cpu" + selector;
    String line = line(row);
    return (measure, channel) -> Double.doubleToRawLongBits(load(row, line, channel));
  }

  private String line(String row) throws DriverException {
    for (String line : tree.text(FILE).split("\n")) {
      if (line.startsWith(row + " ")) {
        return line;
      }
    }
    throw Tree.missing("this machine has no processor core '" + row + "' in " + FILE);
  }

  private double load(String row, String line, int channel) throws NoValueException {
    Ticks now = ticks(line);
    @Nullable Ticks then = before.getOrDefault(channel, atConnect.get(row));
    if (then != null && now.total == then.total) {
      Double unchanged = last.get(channel);
      if (unchanged != null) {
        return unchanged;
      }
    }
    before.put(channel, now);
    if (then == null || now.total <= then.total) {
      throw new NoValueException(Quality.Reason.STALE, "no tick has passed since the last read");
    }
    double percent = PERCENT * (now.busy - then.busy) / (now.total - then.total);
    // The kernel's idle may go back. A tenth is as exact as ticks are.
    double load = Math.rint(Math.min(PERCENT, Math.max(0, percent)) * 10) / 10;
    last.put(channel, load);
    return load;
  }

  private static Ticks ticks(String line) throws NoValueException {
    String[] words = line.split("\\s+");
    if (words.length <= COLUMNS) {
      throw Tree.noNumber(FILE, line);
    }
    long total = 0;
    for (int i = 1; i <= COLUMNS; i++) {
      total += Tree.integer(FILE, words[i]);
    }
    long idle = Tree.integer(FILE, words[1 + IDLE]) + Tree.integer(FILE, words[1 + IOWAIT]);
    return new Ticks(total - idle, total);
  }
}
