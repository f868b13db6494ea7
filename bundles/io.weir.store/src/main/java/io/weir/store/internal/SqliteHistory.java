package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Aggregate;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.History;
import io.weir.api.store.HistoryLevel;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import io.weir.api.store.Series;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The history: chunks in SQLite, written by the history thread, and what is not stored yet. */
@Component(service = History.class, configurationPid = "io.weir.store", immediate = true)
public final class SqliteHistory implements History, Closeable {
  private static final int MAX_STEPS = 100_000;

  private final ChannelTable channels;
  private final HistoryStatus status;
  private final ChunkMaker maker;
  private final OpenSamples open;
  private final JournalReader reader;
  private final HistoryThread thread;
  private volatile ChunkStore store;

  /** Opens the history of the data directory. */
  @Activate
  public SqliteHistory(
      @Reference StoreDirectory directory,
      @Reference Journal journal,
      @Reference ChannelTable channels,
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      StoreConfig config)
      throws IOException {
    this(
        new HistorySettings(
            config.history_window_s(),
            config.history_memory_samples(),
            config.history_clock_wait_s()),
        directory.path().resolve("history.db"),
        journal,
        channels,
        clock,
        board);
  }

  SqliteHistory(
      HistorySettings settings,
      Path file,
      Journal journal,
      ChannelTable channels,
      GatewayClock clock,
      StatusBoard board)
      throws IOException {
    this.channels = channels;
    status = new HistoryStatus(board.part("history"));
    ChunkStores stores = new ChunkStores(file, clock, status);
    reader = journal.open(SegmentJournal.HISTORY, Lane.TELEMETRY);
    try {
      store = stores.open();
    } catch (IOException e) {
      status.failing(String.valueOf(e.getMessage()));
      reader.close();
      throw e;
    }
    open = new OpenSamples(store.flush());
    maker = new ChunkMaker(channels, settings.windowMicros());
    long after = store.sequence() <= last(journal) ? store.sequence() : 0;
    after = Math.max(after, reader.cursor());
    Compactor compactor = new Compactor(settings, reader, clock, status, maker, open, store, after);
    thread = new HistoryThread(compactor, status, damage -> replace(stores, damage));
    status.gauge("open-samples", open::size);
    status.gauge("taken", compactor::taken);
    status.ready();
    reader.onCommitted(thread::wake);
    thread.start();
  }

  @Override
  public void range(String channel, long from, long to, Visitor visitor) throws IOException {
    List<ChannelInfo> lines = channels.byId(channel);
    if (lines.isEmpty() || from >= to) {
      return;
    }
    try (ChunkReader chunks = new ChunkReader(store, open, lines, from, to)) {
      chunks.stream(visitor);
    }
  }

  @Override
  public Optional<Sample> last(String channel) throws IOException {
    List<ChannelInfo> lines = channels.byId(channel);
    Batch recent = new Batch(64);
    open.copy(ChunkReader.numbers(lines), Long.MIN_VALUE, Long.MAX_VALUE, recent);
    long part = -1;
    for (ChannelInfo line : lines) {
      part = Math.max(part, store.latestPart(line));
    }
    Latest latest = new Latest();
    if (part < 0) {
      ChunkReader.visit(recent, latest);
    } else {
      range(channel, ChunkId.start(part), Long.MAX_VALUE, latest);
    }
    return Optional.ofNullable(latest.sample);
  }

  /** Keeps the last of what it sees. */
  private final class Latest implements Visitor {
    private @Nullable Sample sample;

    @Override
    public boolean sample(
        int channel, long time, long bits, @Nullable Object object, byte quality) {
      ChannelInfo line = channels.get(channel);
      if (line != null) {
        Object value = Quality.isBad(quality) ? null : line.type().box(bits, object);
        sample = new Sample(line.id(), time, value, quality);
      }
      return true;
    }
  }

  @Override
  public List<Aggregate> aggregate(String channel, long from, long to, long step)
      throws IOException {
    if (step <= 0) {
      throw new IllegalArgumentException("step " + step + " is not positive");
    }
    List<ChannelInfo> lines = channels.byId(channel);
    if (lines.isEmpty() || from >= to) {
      return List.of();
    }
    if (isTooLong(Math.floorDiv(from, step), Math.floorDiv(to - 1, step))) {
      throw new IllegalArgumentException(
          "there would be more than " + MAX_STEPS + " steps; make the step longer");
    }
    Map<Long, Stats> steps = new TreeMap<>();
    try (ChunkReader chunks = new ChunkReader(store, open, lines, from, to)) {
      Batch rows = new Batch(1024);
      for (ChannelInfo line : lines) {
        for (ChunkStore.Part part : chunks.parts()) {
          Stats stats = chunks.stats(part, line);
          if (stats == null || stats.count == 0) {
            continue;
          }
          if (stats.start >= from
              && stats.end < to
              && Math.floorDiv(stats.start, step) == Math.floorDiv(stats.end, step)) {
            step(steps, stats.start, step).add(stats);
          } else if (stats.start < to && stats.end >= from) {
            rows.clear();
            chunks.read(part, line, rows);
            add(steps, rows, line.type(), line.number(), step);
          }
        }
        add(steps, chunks.memory(), line.type(), line.number(), step);
      }
    }
    return steps.entrySet().stream()
        .filter(each -> each.getValue().count > 0)
        .map(each -> each.getValue().toAggregate(each.getKey()))
        .toList();
  }

  @Override
  public Series chart(String channel, long from, long to, int maxPoints) throws IOException {
    if (maxPoints < 1 || maxPoints > MAX_STEPS) {
      throw new IllegalArgumentException(maxPoints + " points are not 1 to " + MAX_STEPS);
    }
    long step = Math.max(1, (to - from + maxPoints - 1) / maxPoints);
    return new Series(HistoryLevel.RAW, step, aggregate(channel, from, to, step));
  }

  /** Stores what is open and closes the database. */
  @Override
  @Deactivate
  public void close() throws IOException {
    thread.end();
    reader.close();
    maker.close();
    status.close();
    try {
      store.close();
    } catch (SQLException e) {
      throw new IOException("the history cannot be closed: " + e.getMessage(), e);
    }
  }

  private ChunkStore replace(ChunkStores stores, SQLException damage) throws IOException {
    try {
      store.close();
    } catch (SQLException e) {
      damage.addSuppressed(e);
    }
    store = stores.fresh(String.valueOf(damage.getMessage()));
    return store;
  }

  private static void add(
      Map<Long, Stats> steps, Batch rows, ValueType type, int number, long step) {
    for (int row = 0; row < rows.size(); row++) {
      if (rows.channel(row) == number) {
        step(steps, rows.time(row), step).add(rows, row, type);
      }
    }
  }

  private static Stats step(Map<Long, Stats> steps, long time, long step) {
    return steps.computeIfAbsent(Math.floorDiv(time, step) * step, key -> new Stats());
  }

  private static boolean isTooLong(long first, long last) {
    try {
      return Math.subtractExact(last, first) >= MAX_STEPS;
    } catch (ArithmeticException e) {
      return true;
    }
  }

  private static long last(Journal journal) {
    return journal.lanes().stream()
        .filter(lane -> lane.lane() == Lane.TELEMETRY)
        .mapToLong(LaneState::last)
        .findFirst()
        .orElse(0);
  }
}
