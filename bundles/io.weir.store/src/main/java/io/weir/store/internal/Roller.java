package io.weir.store.internal;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes the minutes of windows that were stored without: by version 1, or because too much of them
 * came late. A window at a time, in one transaction. Confined to the history thread.
 */
final class Roller implements Chore {
  private static final long GRACE_MICROS = 60_000_000;
  private final ChunkMaker maker;

  Roller(ChunkMaker maker) {
    this.maker = maker;
  }

  @Override
  public boolean step(ChunkStore store, long now) throws SQLException, IOException {
    if (!store.reader().hasUnrolled()) {
      return false;
    }
    try (Writing writing = store.change()) {
      long part =
          writing.number(
              -1,
              "SELECT min(id) FROM part WHERE coalesce(state, 0) & 1 = 0 AND (id >> 12) * 10000000"
                  + " + span < ? HAVING count(*) > 0",
              now - GRACE_MICROS);
      if (part < 0) {
        return false;
      }
      roll(ChunkId.start(part), writing);
      writing.commit(() -> {});
      store.reader().refresh(store.writer());
    }
    return true;
  }

  private void roll(long start, Writing writing) throws SQLException {
    List<Part> parts = writing.parts(start);
    TreeSet<Integer> channels = new TreeSet<>();
    long span = 0;
    try (PreparedStatement select =
        writing.statement("SELECT id FROM chunk WHERE id BETWEEN ? AND ?")) {
      for (Part part : parts) {
        span = Math.max(span, part.span());
        select.setLong(1, ChunkId.chunk(part.id(), 0));
        select.setLong(2, ChunkId.chunk(part.id() + 1, 0) - 1);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            channels.add(ChunkId.channel(row.getLong(1)));
          }
        }
      }
    }
    for (int channel : channels) {
      if (maker.type(channel).isNumeric()) {
        maker.mender().mend(start, channel, writing);
        maker.due().touched(channel, start, start + span - 1, writing);
      }
    }
    for (Part part : parts) {
      writing.put(part.with(part.state() | Part.ROLLED));
    }
    maker.due().forget();
  }
}
