package io.weir.store.internal;

import io.weir.api.encoding.BatchDecoder;
import io.weir.api.encoding.MalformedException;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.runtime.GatewayClock;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts samples that were stored under a guessed time in their right place once the clock of their
 * boot is trusted: a part at a time, in one transaction. Confined to the history thread.
 */
final class Retimer implements Chore, AutoCloseable {
  private static final byte UNSURE = Quality.uncertain(Quality.Reason.CLOCK);

  private final ChunkMaker maker;
  private final OpenSamples open;
  private final GatewayClock clock;
  private final HistoryStatus status;
  private final BatchDecoder decoder = new BatchDecoder();
  private final Batch samples = new Batch(1024);

  Retimer(ChunkMaker maker, OpenSamples open, GatewayClock clock, HistoryStatus status) {
    this.maker = maker;
    this.open = open;
    this.clock = clock;
    this.status = status;
  }

  @Override
  public boolean step(ChunkStore store, long now) throws SQLException, IOException {
    boolean done = false;
    try (Writing writing = store.begin(store.sequence())) {
      Part part = next(writing);
      if (part == null) {
        done = true;
        return false;
      }
      maker.forget();
      retime(part, writing);
      writing.commit(() -> open.follows(store.flush()));
      status.retimed(samples.size());
      done = true;
      return true;
    } finally {
      if (!done) {
        maker.forget();
      }
    }
  }

  @Override
  public void close() {
    decoder.close();
  }

  private @Nullable Part next(Writing writing) throws SQLException {
    long boot = 0;
    while (boot >= 0) {
      boot =
          writing.number(-1, "SELECT min(boot) FROM part WHERE boot > ? HAVING count(*) > 0", boot);
      if (boot > 0 && clock.isTrusted((int) boot)) {
        long id = writing.number(-1, "SELECT min(id) FROM part WHERE boot = ?", boot);
        return writing.parts(id, id).get(0);
      }
    }
    return null;
  }

  private void retime(Part part, Writing writing) throws SQLException, IOException {
    long low = ChunkId.chunk(part.id(), 0);
    long high = ChunkId.chunk(part.id() + 1, 0) - 1;
    List<Integer> channels = read(low, high, writing);
    if (channels.isEmpty()) {
      // Only rollups are left, which stay where they are.
      writing.put(new Part(part.id(), part.span(), part.flush(), part.upTo(), 0, 0, part.state()));
      return;
    }
    List<Integer> latest = new ArrayList<>();
    for (int channel : channels) {
      if (writing.run(
              "DELETE FROM latest WHERE channel = ? AND chunk BETWEEN ? AND ?", channel, low, high)
          > 0) {
        latest.add(channel);
      }
    }
    writing.run("DELETE FROM chunk WHERE id BETWEEN ? AND ?", low, high);
    writing.run("DELETE FROM minute WHERE id BETWEEN ? AND ?", low, high);
    writing.run("DELETE FROM part WHERE id = ?", part.id());
    for (int channel : channels) {
      if (maker.type(channel).isNumeric()) {
        maker.mender().mend(part.start(), channel, writing);
        maker.due().touched(channel, part.start(), part.end() - 1, writing);
      }
    }
    move(part);
    maker.store(samples, writing, part.upTo(), 0, 0);
    for (int channel : latest) {
      latest(channel, writing);
    }
  }

  /** Reads all samples between these keys; returns their channels. */
  private List<Integer> read(long low, long high, Writing writing) throws SQLException {
    List<Integer> channels = new ArrayList<>();
    samples.clear();
    try (PreparedStatement select =
        writing.statement("SELECT id, crc, data FROM chunk WHERE id BETWEEN ? AND ?")) {
      select.setLong(1, low);
      select.setLong(2, high);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long id = row.getLong(1);
          byte[] data = row.getBytes(3);
          channels.add(ChunkId.channel(id));
          if (row.getInt(2) == Checksum.of(id, data)) {
            try {
              decoder.decode(data, 0, data.length, samples);
              continue;
            } catch (MalformedException e) {
              // As below.
            }
          }
          status.damagedChunk(id);
        }
      }
    }
    return channels;
  }

  /** Gives the samples their right times; good ones are good then. */
  private void move(Part part) {
    Batch moved = new Batch(samples.size());
    int refused = 0;
    for (int row = 0; row < samples.size(); row++) {
      long time = clock.toEpoch(part.boot(), samples.time(row) - part.shift());
      if (ChunkId.isStorable(time)) {
        int at = moved.size();
        moved.addRow(samples, row);
        moved.stamp(at, time);
        if (moved.quality(at) == UNSURE) {
          moved.set(at, moved.bits(at), Quality.GOOD);
        }
      } else {
        refused++;
      }
    }
    status.refused(refused);
    samples.clear();
    samples.addAll(moved, 0);
  }

  /** Finds the channel's latest chunk where it is not what was stored last. */
  private static void latest(int channel, Writing writing) throws SQLException {
    long known = writing.number(-1, "SELECT chunk FROM latest WHERE channel = ?", channel);
    long newer =
        writing.number(
            -1,
            "SELECT (p.id << 22) | ?1 FROM part p WHERE p.id > ?2 AND EXISTS (SELECT 1 FROM chunk"
                + " WHERE id = (p.id << 22) | ?1) ORDER BY p.id DESC LIMIT 1",
            channel,
            known < 0 ? -1 : ChunkId.partOf(known));
    if (newer >= 0) {
      writing.run("INSERT OR REPLACE INTO latest VALUES (?, ?)", channel, newer);
    }
  }
}
