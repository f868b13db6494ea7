package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the telemetry lane and stores its samples: when a window is over, when memory is full, and
 * at the end. Confined to the history thread, except what {@link OpenSamples} guards.
 *
 * <p>An entry's samples are stored by exactly one flush, in one transaction with the entry's
 * sequence; after a crash reading goes on behind that sequence, whatever the journal's cursor says.
 */
final class Compactor {
  private static final byte UNSURE = Quality.uncertain(Quality.Reason.CLOCK);

  /** A window is stored so long after its end although nothing newer has come. */
  private static final long IDLE_MICROS = 30_000_000;

  /** A guess of the time that moves by no more is the same guess. */
  private static final long STEADY_MICROS = 1_000_000;

  private final HistorySettings settings;
  private final JournalReader reader;
  private final GatewayClock clock;
  private final HistoryStatus status;
  private final ChunkMaker maker;
  private final OpenSamples open;
  private final long started;
  private @Nullable ChunkStore store;
  private volatile long read;
  private long windowEnd = Long.MIN_VALUE;
  private long openSince;

  /**
   * By whose clock the times of the open samples are guessed, 0 if they are right; and the guess.
   */
  private int guessBoot;

  private long guess;

  Compactor(
      HistorySettings settings,
      JournalReader reader,
      GatewayClock clock,
      HistoryStatus status,
      ChunkMaker maker,
      OpenSamples open) {
    this.settings = settings;
    this.reader = reader;
    this.clock = clock;
    this.status = status;
    this.maker = maker;
    this.open = open;
    this.started = clock.micros();
    this.read = reader.cursor();
  }

  /** Begins with this store, behind this entry. */
  void start(ChunkStore first, long after) {
    use(first);
    read = after;
    reader.acknowledge(after);
    reader.seek(after);
  }

  /** Goes on with another store, which begins behind what is stored so far. */
  void use(ChunkStore other) {
    store = other;
    maker.forget();
    open.follows(other.flush());
  }

  /** The store in use, or null before the start. */
  @Nullable ChunkStore store() {
    return store;
  }

  /** Entries that are not stored yet. Any thread. */
  long waiting() {
    return reader.backlog();
  }

  /**
   * Whether the entry's times can be resolved now, or will not get better by waiting. An entry of
   * another boot does not wait: what is known of it is known.
   */
  boolean isSettled(JournalEntry entry) {
    return clock.isTrusted(entry.boot())
        || entry.boot() != clock.boot()
        || clock.micros() - started >= settings.clockWaitMicros();
  }

  /** Sequence of the last entry taken. Any thread. */
  long taken() {
    return read;
  }

  /** The next entry to be {@link #take taken}, or null. */
  @Nullable JournalEntry next() throws JournalException {
    return reader.next();
  }

  /** Takes in an entry, storing what came before it where its window is over. */
  void take(JournalEntry entry) throws SQLException, IOException {
    Batch batch = entry.batch();
    if (!batch.isEmpty()) {
      long shift = clock.toEpoch(entry.boot(), batch.time(0)) - batch.time(0);
      int boot = clock.isTrusted(entry.boot()) ? 0 : entry.boot();
      if (open.size() > 0 && boot == guessBoot && Math.abs(shift - guess) <= STEADY_MICROS) {
        shift = boot == 0 ? shift : guess;
      }
      long latest = Long.MIN_VALUE;
      for (int row = 0; row < batch.size(); row++) {
        latest = Math.max(latest, batch.time(row) + shift);
      }
      boolean full = open.size() + batch.size() > settings.memorySamples();
      boolean other = boot != guessBoot || (boot != 0 && shift != guess);
      if (open.size() > 0 && (full || other || latest >= windowEnd)) {
        flush();
      }
      if (open.size() == 0) {
        openSince = clock.micros();
      }
      guessBoot = boot;
      guess = shift;
      status.refused(open.add(batch, shift, boot == 0 ? Quality.GOOD : UNSURE));
      windowEnd = Math.max(windowEnd, maker.window(latest) + settings.windowMicros());
    }
    read = entry.sequence();
  }

  /**
   * Stores what is open if its window ended a while ago, by whichever clock, or if its times are
   * guesses and could be right by now.
   */
  void flushIfDue() throws SQLException, IOException {
    boolean over = clock.epochMicros() >= windowEnd + IDLE_MICROS;
    boolean old = clock.micros() - openSince >= settings.windowMicros() + 2 * IDLE_MICROS;
    boolean known = guessBoot != 0 && clock.isTrusted(guessBoot);
    if (open.size() > 0 && (over || old || known)) {
      flush();
    }
  }

  /** Stores all samples taken so far. */
  void flush() throws SQLException, IOException {
    ChunkStore target = store;
    if (target == null) {
      return;
    }
    int count = open.size();
    if (count > 0) {
      boolean done = false;
      try (Writing writing = target.begin(read)) {
        maker.store(open.samples(), writing, read, guessBoot, guess);
        writing.commit(() -> open.stored(target.flush()));
        done = true;
      } finally {
        if (!done) {
          maker.forget();
        }
      }
    }
    windowEnd = Long.MIN_VALUE;
    reader.acknowledge(read);
    if (count > 0) {
      status.stored(count);
    }
  }
}
