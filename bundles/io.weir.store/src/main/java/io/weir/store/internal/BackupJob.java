package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.Backup;
import io.weir.api.store.Lane;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backup. The history goes first and the journal after it, so that the journal has passed all
 * that is in the history; the journal is held from before the moment the history is of, so that
 * what the history lacks is in the journal. The channel table and the boots go last: they have
 * everything the entries refer to. Confined to one thread.
 */
final class BackupJob {
  private static final Logger LOG = LoggerFactory.getLogger(BackupJob.class);

  private final BackupSource source;
  private final SegmentJournal journal;
  private final GatewayClock clock;
  private final byte[] buffer = new byte[1 << 16];
  private final Map<String, Object> state = new LinkedHashMap<>();

  BackupJob(BackupSource source, SegmentJournal journal, GatewayClock clock) {
    this.source = source;
    this.journal = journal;
    this.clock = clock;
  }

  Backup.Summary write(OutputStream out) throws IOException {
    long time = clock.epochMicros();
    BackupWriter writer = new BackupWriter(out, time / 1000);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("format", BackupFormat.VERSION);
    manifest.put("gateway", source.gateway());
    manifest.put("version", source.version());
    manifest.put("time", time);
    writer.entry(BackupFormat.MANIFEST, BackupFormat.text(manifest));
    Map<Lane, Long> last = store(writer);
    file(writer, source.data().resolve("channels.tsv"), "data/channels.tsv");
    file(writer, source.data().resolve("boots.json"), "data/boots.json");
    for (Path each : source.others()) {
      file(writer, each, BackupFormat.DATA + source.data().relativize(each));
    }
    for (Path each : source.documents()) {
      file(writer, each, BackupFormat.ETC + source.etc().relativize(each));
    }
    long events = last.getOrDefault(Lane.EVENT, 0L);
    long telemetry = last.getOrDefault(Lane.TELEMETRY, 0L);
    state.put("event.sequence", events);
    state.put("telemetry.sequence", telemetry);
    state.put("bytes", writer.bytes());
    long bytes = writer.bytes();
    writer.entry(BackupFormat.STATE, BackupFormat.text(state));
    writer.finish();
    return new Backup.Summary(source.gateway(), source.version(), time, events, telemetry, bytes);
  }

  private Map<Lane, Long> store(BackupWriter writer) throws IOException {
    if (!Files.exists(source.history())) {
      try (JournalHold hold = journal.hold()) {
        return journal(writer, hold);
      }
    }
    try (HistoryCopy history = new HistoryCopy(source.history())) {
      writer.begin(BackupFormat.HISTORY);
      history.all((position, bytes, length) -> writer.write(bytes, 0, length));
      writer.end();
      try (JournalHold hold = journal.hold()) {
        changes(writer, history, hold);
        state.put("history.bytes", history.size());
        state.put("history.version", history.userVersion());
        return journal(writer, hold);
      }
    }
  }

  private static void changes(BackupWriter writer, HistoryCopy history, JournalHold hold)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate(12);
    boolean[] any = new boolean[1];
    history.changes(
        (position, bytes, length) -> {
          hold.check();
          if (!any[0]) {
            writer.begin(BackupFormat.CHANGES);
            any[0] = true;
          }
          head.clear().putLong(position).putInt(length);
          writer.write(head.array(), 0, head.capacity());
          writer.write(bytes, 0, length);
        });
    if (any[0]) {
      writer.end();
    }
  }

  private Map<Lane, Long> journal(BackupWriter writer, JournalHold hold) throws IOException {
    Map<Lane, Long> last = new LinkedHashMap<>();
    for (LaneSnapshot lane : hold.snapshots()) {
      String folder = BackupFormat.DATA + "journal/" + JournalLane.name(lane.lane()) + "/";
      int number = 0;
      for (LaneSnapshot.Piece piece : lane.pieces()) {
        writer.begin("%s%06d.seg".formatted(folder, ++number));
        copy(writer, piece, hold);
        writer.end();
      }
      last.put(lane.lane(), lane.committed());
    }
    return last;
  }

  private void copy(BackupWriter writer, LaneSnapshot.Piece piece, JournalHold hold)
      throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(piece.path().toFile(), "r")) {
      long left = piece.length();
      while (left > 0) {
        int length = file.read(buffer, 0, (int) Math.min(buffer.length, left));
        hold.check();
        if (length < 0) {
          throw new IOException(piece.path() + " is shorter than it was");
        }
        writer.write(buffer, 0, length);
        left -= length;
      }
    }
  }

  /** A file that is replaced as a whole or appended to; one that is gone meanwhile is left out. */
  private void file(BackupWriter writer, Path file, String name) throws IOException {
    if (!BackupFormat.isKnown(name)) {
      LOG.warn("{} is not in the backup: its name is not one a backup may contain", file);
      return;
    }
    byte[] content;
    try {
      content = Files.size(file) > BackupFormat.MOST_TEXT ? null : Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return;
    }
    if (content != null) {
      writer.entry(name, content);
      return;
    }
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "r")) {
      writer.begin(name);
      int length = large.read(buffer);
      while (length >= 0) {
        writer.write(buffer, 0, length);
        length = large.read(buffer);
      }
      writer.end();
    }
  }
}
