package io.weir.store.internal;

import io.weir.api.store.HistoryLevel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A database that was set aside, as far as it can be read: what a damaged page holds is passed
 * over. Confined to the history thread.
 *
 * <p>A method throws where the failure says nothing about the file, such as a full disk: then what
 * it holds can be read later.
 */
final class DamagedDatabase implements AutoCloseable {
  /** A row; a checked one is what was written, one of version 1 cannot be. */
  record Found(long id, byte[] data, boolean isChecked) {}

  /** A row of the table of what is gone. */
  record Limit(int level, String channels, long until) {}

  private static final int PAGE = 4096;
  private static final int PAGE_COUNT_AT = 28;
  private static final int FREE_PAGES_AT = 32;

  /** An error of the medium is believed when it comes so often. */
  private static final int IO_ERRORS = 3;

  /** Failures that are none of the file's. */
  private static final Set<SQLiteErrorCode> PASSING =
      Set.of(
          SQLiteErrorCode.SQLITE_BUSY,
          SQLiteErrorCode.SQLITE_CANTOPEN,
          SQLiteErrorCode.SQLITE_FULL,
          SQLiteErrorCode.SQLITE_INTERRUPT,
          SQLiteErrorCode.SQLITE_LOCKED,
          SQLiteErrorCode.SQLITE_NOMEM,
          SQLiteErrorCode.SQLITE_PERM,
          SQLiteErrorCode.SQLITE_READONLY);

  private final Connection connection;
  private final boolean isFormerly1;
  private int ioErrors;

  private DamagedDatabase(Connection connection, boolean isFormerly1) {
    this.connection = connection;
    this.isFormerly1 = isFormerly1;
  }

  /** Opens the file; null if nothing can be read of it. */
  static @Nullable DamagedDatabase open(Path file) throws SQLException, IOException {
    for (int i = 0; i < IO_ERRORS; i++) {
      try {
        DamagedDatabase opened = tryOpen(file);
        return opened == null && repairFirstPage(file) ? tryOpen(file) : opened;
      } catch (SQLException e) {
        if (!isOfMedium(e)) {
          throw e;
        }
      }
    }
    return null;
  }

  private static @Nullable DamagedDatabase tryOpen(Path file) throws SQLException {
    Connection connection = null;
    try {
      connection = Database.connect(file);
      boolean isFormerly1 = Database.isFormerly1(connection);
      if (isFormerly1 && Database.number(connection, "PRAGMA user_version") == 1) {
        // Damaged before it was brought to version 2.
        try (Statement statement = connection.createStatement()) {
          for (String each : Database.FROM_1) {
            statement.execute(each);
          }
          statement.execute("PRAGMA user_version = " + Database.VERSION);
        }
      }
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery("SELECT id, crc, data FROM chunk WHERE id < 0").close();
      }
      return new DamagedDatabase(connection, isFormerly1);
    } catch (SQLException e) {
      if (connection != null) {
        new DamagedDatabase(connection, false).close();
      }
      if (isPassing(e) || isOfMedium(e)) {
        throw e;
      }
      return null;
    }
  }

  /**
   * Puts the first page of a new database, which has the same tables in the same places, in the
   * place of a damaged one; that is kept beside the file.
   */
  private static boolean repairFirstPage(Path file) throws SQLException, IOException {
    Path template = file.resolveSibling(file.getFileName() + ".template");
    Files.deleteIfExists(template);
    try (FileChannel target =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (target.size() < 2 * PAGE) {
        return false;
      }
      try (Connection fresh = Database.connect(template)) {
        Database.prepare(fresh, template, true);
      }
      ByteBuffer page = ByteBuffer.wrap(Files.readAllBytes(template), 0, PAGE);
      page.putInt(PAGE_COUNT_AT, (int) (target.size() / PAGE));
      page.putLong(FREE_PAGES_AT, 0);
      ByteBuffer damaged = ByteBuffer.allocate(PAGE);
      target.read(damaged, 0);
      Files.write(file.resolveSibling(file.getFileName() + ".page1"), damaged.array());
      target.write(page, 0);
      target.force(true);
      return true;
    } finally {
      Files.deleteIfExists(template);
      Files.deleteIfExists(template.resolveSibling(template.getFileName() + "-journal"));
    }
  }

  /**
   * Key of the next part behind this one, also of one of which only chunks are left; -1 for none.
   */
  long nextPart(long after) throws SQLException {
    long part = next("part", after + 1);
    long chunk = next("chunk", ChunkId.chunk(after + 1, 0));
    long ofChunk = chunk < 0 ? -1 : ChunkId.partOf(chunk);
    return part < 0 || (ofChunk >= 0 && ofChunk < part) ? ofChunk : part;
  }

  /** Key of the newest part of which there is anything. */
  long newestPart() throws SQLException {
    long chunk = last("chunk");
    return Math.max(last("part"), chunk < 0 ? -1 : ChunkId.partOf(chunk));
  }

  /** What is known of a part, or null. */
  @Nullable Part part(long id) throws SQLException {
    while (true) {
      try (PreparedStatement select =
          connection.prepareStatement("SELECT " + Part.COLUMNS + " FROM part p WHERE p.id = ?")) {
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? Part.read(row, isFormerly1) : null;
        }
      } catch (SQLException e) {
        if (isDamage(e)) {
          return null;
        }
      }
    }
  }

  /** Rows with these keys that are what was written, as far as they can be read. */
  List<Found> rows(HistoryLevel level, long low, long high, int most) throws SQLException {
    List<Found> rows = new ArrayList<>();
    long from = low;
    long skip = 1;
    while (from <= high && rows.size() < most && skip < (1L << 40)) {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT id, crc, data FROM "
                  + ChunkId.table(level)
                  + " WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?")) {
        select.setLong(1, from);
        select.setLong(2, high);
        select.setInt(3, most - rows.size());
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            long id = row.getLong(1);
            int crc = row.getInt(2);
            boolean isChecked = !row.wasNull();
            byte[] data = row.getBytes(3);
            if (data != null && (isChecked ? crc == Checksum.of(id, data) : isFormerly1)) {
              rows.add(new Found(id, data, isChecked));
            }
            from = Math.max(from, id + 1);
            skip = 1;
          }
        }
        return rows;
      } catch (SQLException e) {
        if (isDamage(e)) {
          // What the damaged page holds is passed over, in steps that grow.
          from += skip;
          skip *= 2;
        }
      }
    }
    return rows;
  }

  /** Up to when levels were given up. */
  List<Limit> limits() throws SQLException {
    while (true) {
      List<Limit> limits = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT level, channels, until FROM gone")) {
        while (row.next()) {
          limits.add(new Limit(row.getInt(1), row.getString(2), row.getLong(3)));
        }
        return limits;
      } catch (SQLException e) {
        if (isDamage(e)) {
          // Then the retention goes through what there is again.
          return List.of();
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was damaged; there is nothing to lose.
      return;
    }
  }

  /** The first key from this one on that can be read, or -1. */
  private long next(String table, long from) throws SQLException {
    long at = from;
    long skip = 1;
    while (at >= 0 && skip > 0) {
      try {
        return first("SELECT min(id) FROM " + table + " WHERE id >= ?", at);
      } catch (SQLException e) {
        if (isDamage(e)) {
          at += skip;
          skip *= 2;
        }
      }
    }
    return -1;
  }

  /** The last key that can be read, or -1. */
  private long last(String table) throws SQLException {
    long at = Long.MAX_VALUE;
    long skip = 1;
    while (at >= 0 && skip > 0) {
      try {
        return first("SELECT max(id) FROM " + table + " WHERE id <= ?", at);
      } catch (SQLException e) {
        if (isDamage(e)) {
          at -= skip;
          skip *= 2;
        }
      }
    }
    return -1;
  }

  private long first(String sql, long number) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, number);
      try (ResultSet row = select.executeQuery()) {
        long found = row.next() ? row.getLong(1) : -1;
        return row.wasNull() ? -1 : found;
      }
    }
  }

  /** Whether what failed is damaged, else it is worth another try; throws what passes. */
  private boolean isDamage(SQLException failure) throws SQLException {
    if (isPassing(failure)) {
      throw failure;
    }
    if (isOfMedium(failure) && ++ioErrors < IO_ERRORS) {
      return false;
    }
    ioErrors = 0;
    return true;
  }

  private static boolean isPassing(SQLException failure) {
    return failure instanceof SQLiteException sqlite && PASSING.contains(primary(sqlite));
  }

  private static boolean isOfMedium(SQLException failure) {
    return failure instanceof SQLiteException sqlite
        && primary(sqlite) == SQLiteErrorCode.SQLITE_IOERR;
  }

  /** The code without what its upper bytes add. */
  private static SQLiteErrorCode primary(SQLiteException failure) {
    return SQLiteErrorCode.getErrorCode(failure.getResultCode().code & 0xFF);
  }
}
