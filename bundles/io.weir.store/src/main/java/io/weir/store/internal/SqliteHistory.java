package io.weir.store.internal;

import io.weir.api.model.Sample;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The history: chunks and rollups in SQLite, written by the history thread, and what is not stored
 * yet. It is there also while its database cannot be opened; queries say why then.
 */
@Component(
    service = {History.class, Thinnable.class},
    configurationPid = "io.weir.store",
    immediate = true)
public final class SqliteHistory implements History, Thinnable, Closeable {
  private final GatewayClock clock;
  private final Journal journal;
  private final HistoryStatus status;
  private final ChunkStores stores;
  private final ChunkMaker maker;
  private final Rescuer rescuer;
  private final Retimer retimer;
  private final Thinner thinner;
  private final OpenSamples open;
  private final JournalReader reader;
  private final Compactor compactor;
  private final HistoryThread thread;
  private final HistoryAnswers answers;
  private volatile @Nullable ChunkStore store;
  private volatile String refusal = "";

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
            config.history_clock_wait_s(),
            RetentionParser.parse(
                new SizeLimits(
                    config.history_max_bytes(),
                    config.history_max_raw_bytes(),
                    config.history_max_minute_bytes(),
                    config.history_max_hour_bytes(),
                    config.history_max_day_bytes()),
                new long[] {
                  config.history_keep_raw_days(),
                  config.history_keep_minute_days(),
                  config.history_keep_hour_days(),
                  config.history_keep_day_days()
                },
                config.history_groups())),
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
    this.clock = clock;
    this.journal = journal;
    Retention retention = settings.retention();
    reader = journal.open(SegmentJournal.HISTORY, Lane.TELEMETRY);
    status = new HistoryStatus(board.part("history"));
    stores = new ChunkStores(file, clock, status);
    open = new OpenSamples(0);
    maker = new ChunkMaker(channels, settings.windowMicros());
    rescuer = new Rescuer(maker, open, status);
    retimer = new Retimer(maker, open, clock, status);
    Groups groups = new Groups(retention, channels);
    Keeper keeper = new Keeper(groups, retention.limits(), status, new SteadyClock(clock));
    thinner = new Thinner(maker, keeper, status);
    compactor = new Compactor(settings, reader, clock, status, maker, open);
    thread =
        new HistoryThread(
            compactor,
            status,
            new Opener(),
            List.of(rescuer, retimer, new Roller(maker), new DayCloser(maker, groups), keeper),
            clock::epochMicros);
    answers = new HistoryAnswers(channels, clock, retention, open, status, new Source());
    for (HistoryLevel level : HistoryLevel.values()) {
      status.bytes(level, () -> bytes(level));
    }
    status.gauge("open-samples", open::size);
    status.gauge("taken", compactor::taken);
    status.gauge("waiting", compactor::waiting);
    try {
      new Opener().open();
    } catch (IOException e) {
      // Said in the status; the history thread tries again.
      refusal = String.valueOf(e.getMessage());
    }
    reader.onCommitted(thread::wake);
    thread.start();
  }

  /** Opens and replaces the database; for the constructor and the history thread. */
  private final class Opener implements HistoryThread.Opener {
    @Override
    public void open() throws IOException {
      try {
        ChunkStore opened = stores.open(reader.cursor());
        long after = opened.sequence() <= last(journal) ? opened.sequence() : 0;
        compactor.start(opened, Math.max(after, reader.cursor()));
        store = opened;
        status.ready();
      } catch (IOException e) {
        refusal = String.valueOf(e.getMessage());
        boolean isNewer = e.getCause() instanceof Database.NewerVersionException;
        status.closed(isNewer ? "version" : "disk", refusal);
        throw e;
      }
    }

    @Override
    public ChunkStore replace(SQLException damage) throws IOException {
      ChunkStore damaged = new Source().store();
      try {
        damaged.close();
      } catch (SQLException e) {
        damage.addSuppressed(e);
      }
      rescuer.forget();
      ChunkStore fresh = stores.fresh(String.valueOf(damage.getMessage()), damaged.sequence());
      store = fresh;
      return fresh;
    }
  }

  /** The database as it is, for answers. */
  private final class Source implements HistoryAnswers.Source {
    @Override
    public ChunkStore store() throws IOException {
      ChunkStore current = store;
      if (current == null) {
        throw new IOException(refusal);
      }
      return current;
    }

    @Override
    public void damaged(ChunkStore where, SQLException damage) {
      thread.damaged(where, damage);
    }
  }

  @Override
  public void range(String channel, long from, long to, Visitor visitor) throws IOException {
    answers.range(channel, from, to, visitor);
  }

  @Override
  public Optional<Sample> last(String channel) throws IOException {
    return answers.last(channel);
  }

  @Override
  public List<Aggregate> aggregate(String channel, long from, long to, long step)
      throws IOException {
    return answers.aggregate(channel, from, to, step);
  }

  @Override
  public Series chart(String channel, long from, long to, int maxPoints) throws IOException {
    return answers.chart(channel, from, to, maxPoints);
  }

  @Override
  public boolean thin(Step step) throws IOException {
    return thread.call(current -> thinner.thin(current, step, clock.epochMicros()));
  }

  /** Stores what is open and closes the database. */
  @Override
  @Deactivate
  public void close() throws IOException {
    thread.end();
    reader.close();
    rescuer.close();
    retimer.close();
    thinner.close();
    maker.close();
    status.close();
    ChunkStore current = store;
    if (current != null) {
      try {
        current.close();
      } catch (SQLException e) {
        throw new IOException("the history cannot be closed: " + e.getMessage(), e);
      }
    }
  }

  private long bytes(HistoryLevel level) {
    ChunkStore current = store;
    return current == null ? 0 : current.bytes(level);
  }

  private static long last(Journal journal) {
    return journal.lanes().stream()
        .filter(lane -> lane.lane() == Lane.TELEMETRY)
        .mapToLong(LaneState::last)
        .findFirst()
        .orElse(0);
  }
}
