package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens the database, and puts a damaged one away for a new one. */
final class ChunkStores {
  /** A database up to this size is read whole at start to see whether it is sound. */
  private static final long CHECKED_BYTES = 32L << 20;

  private static final Set<SQLiteErrorCode> DAMAGED =
      Set.of(
          SQLiteErrorCode.SQLITE_CORRUPT,
          SQLiteErrorCode.SQLITE_CORRUPT_INDEX,
          SQLiteErrorCode.SQLITE_CORRUPT_SEQUENCE,
          SQLiteErrorCode.SQLITE_CORRUPT_VTAB,
          SQLiteErrorCode.SQLITE_NOTADB);

  private final Path file;
  private final GatewayClock clock;
  private final HistoryStatus status;

  ChunkStores(Path file, GatewayClock clock, HistoryStatus status) {
    this.file = file;
    this.clock = clock;
    this.status = status;
  }

  /**
   * The database, or a new one if it is damaged.
   *
   * @param upTo sequence of the journal entry behind which a new one begins
   */
  ChunkStore open(long upTo) throws IOException {
    try {
      if (!Files.exists(file)) {
        moveIfExists(prepared(), file);
      }
      return sound();
    } catch (SQLException e) {
      if (!isDamage(e) && !(e instanceof Database.ForeignException)) {
        throw new IOException("the history cannot be opened: " + e.getMessage(), e);
      }
      return fresh(String.valueOf(e.getMessage()), upTo);
    }
  }

  /**
   * Puts the database, which is closed, away, opens a new one and sees to what can be rescued. The
   * new one, which knows of the rescue, is there before the damaged one goes: if anything fails in
   * between it is found damaged again, or the new one is found.
   */
  ChunkStore fresh(String reason, long upTo) throws IOException {
    Path away = file.resolveSibling(file.getFileName() + ".damaged-" + clock.epochMicros());
    try {
      prepare(away, upTo);
    } catch (SQLException e) {
      throw new IOException("a new history cannot be started: " + e.getMessage(), e);
    }
    // It may be needed to read the database, and must not be taken for the new one's.
    moveIfExists(journalOf(file), journalOf(away));
    moveIfExists(file, away);
    Files.move(prepared(), file, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(journalOf(prepared()));
    status.setAside(
        "the history was damaged ("
            + reason
            + ") and set aside as "
            + away.getFileName()
            + "; a new one was started");
    try {
      return new ChunkStore(file);
    } catch (SQLException e) {
      throw new IOException("the new history cannot be opened: " + e.getMessage(), e);
    }
  }

  private void prepare(Path away, long upTo) throws SQLException, IOException {
    Files.deleteIfExists(prepared());
    Files.deleteIfExists(journalOf(prepared()));
    ChunkStore store = new ChunkStore(prepared());
    try {
      Rescuer.note(store, away, upTo);
    } finally {
      store.close();
    }
  }

  private Path prepared() {
    return file.resolveSibling(file.getFileName() + ".new");
  }

  private static Path journalOf(Path database) {
    return database.resolveSibling(database.getFileName() + "-journal");
  }

  private static void moveIfExists(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Whether the failure says that the file is damaged. */
  static boolean isDamage(SQLException failure) {
    return failure instanceof SQLiteException sqlite && DAMAGED.contains(sqlite.getResultCode());
  }

  private ChunkStore sound() throws SQLException, IOException {
    boolean check = Files.exists(file) && Files.size(file) <= CHECKED_BYTES;
    ChunkStore store = new ChunkStore(file);
    try {
      if (check && !store.isSound()) {
        throw new SQLiteException("its check failed", SQLiteErrorCode.SQLITE_CORRUPT);
      }
      return store;
    } catch (SQLException e) {
      store.close();
      throw e;
    }
  }
}
