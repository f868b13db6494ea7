package io.weir.store.internal;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A part of a window: what one flush stored of it.
 *
 * @param id key, see {@link ChunkId}
 * @param span length of the window in microseconds
 * @param flush number of the flush
 * @param upTo sequence of the last journal entry of the flush; 0 if not known
 * @param boot boot by whose clock the times were guessed; 0 if they are right
 * @param shift epoch microseconds of the zero of that boot that were guessed
 * @param state set of {@link #ROLLED}, {@link #HALVED}, {@link #THINNED}
 */
record Part(long id, long span, long flush, long upTo, int boot, long shift, int state) {
  /** Its rollups are stored. */
  static final int ROLLED = 1;

  /** Every second sample is gone. */
  static final int HALVED = 2;

  /** Only the rollups are left. */
  static final int THINNED = 4;

  /** The columns in the order in which {@link #read} takes them. */
  static final String COLUMNS = "p.id, p.span, p.flush, p.upto, p.boot, p.shift, p.state, p.crc";

  /** How many {@link #COLUMNS} there are. */
  static final int COUNT = 8;

  static final String INSERT =
      "INSERT OR REPLACE INTO part (id, span, flush, upto, boot, shift, state, crc)"
          + " VALUES (?,?,?,?,?,?,?,?)";

  /**
   * The part in the first columns of the current row.
   *
   * @param mayBeUnchecked whether it may be one of version 1, which have no checksum
   */
  static Part read(ResultSet row, boolean mayBeUnchecked) throws SQLException {
    Part part =
        new Part(
            row.getLong(1),
            row.getLong(2),
            row.getLong(3),
            row.getLong(4),
            row.getInt(5),
            row.getLong(6),
            row.getInt(7));
    int crc = row.getInt(8);
    boolean isRight = row.wasNull() ? mayBeUnchecked : crc == part.crc();
    if (!isRight || part.span <= 0) {
      throw new SQLiteException(
          "part " + part.id + " is not what was written", SQLiteErrorCode.SQLITE_CORRUPT);
    }
    return part;
  }

  /** Puts all columns into an {@link #INSERT}. */
  void write(PreparedStatement insert) throws SQLException {
    insert.setLong(1, id);
    insert.setLong(2, span);
    insert.setLong(3, flush);
    insert.setLong(4, upTo);
    if (boot == 0) {
      insert.setNull(5, Types.INTEGER);
      insert.setNull(6, Types.INTEGER);
    } else {
      insert.setInt(5, boot);
      insert.setLong(6, shift);
    }
    insert.setInt(7, state);
    insert.setInt(8, crc());
    insert.executeUpdate();
  }

  Part with(int newState) {
    return new Part(id, span, flush, upTo, boot, shift, newState);
  }

  boolean is(int flag) {
    return (state & flag) != 0;
  }

  long start() {
    return ChunkId.start(id);
  }

  long end() {
    return ChunkId.start(id) + span;
  }

  private int crc() {
    return Checksum.of(id, span, flush, upTo, boot, shift, state);
  }
}
