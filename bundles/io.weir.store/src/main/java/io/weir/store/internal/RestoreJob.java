package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.Backup;
import io.weir.api.store.Lane;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.sqlite.JDBC;

/**
 * Makes a restore ready: checks the file whole and lays out what it holds in {@code
 * restore/incoming}, which becomes {@code restore/ready} in one step. The launcher puts that in
 * place before the next start. Confined to one thread.
 */
final class RestoreJob {
  private final BackupSource target;
  private final GatewayClock clock;

  RestoreJob(BackupSource target, GatewayClock clock) {
    this.target = target;
    this.clock = clock;
  }

  /** Removes what a restore that was killed has left. */
  static void cleanUp(BackupSource target) throws IOException {
    delete(target.staging().resolve("incoming"));
  }

  /**
   * Does it.
   *
   * @param lasts last sequences of what the backup replaces, as far as known
   */
  Backup.Summary stage(InputStream in, Map<Lane, Long> lasts) throws IOException {
    Path ready = target.staging().resolve("ready");
    if (Files.exists(ready)) {
      throw new IOException("another backup is about to be put in place; restart the gateway");
    }
    Path incoming = target.staging().resolve("incoming");
    delete(incoming);
    Files.createDirectories(incoming);
    boolean done = false;
    try {
      BackupReader reader = new BackupReader(incoming);
      reader.read(in);
      history(incoming, reader.state());
      Backup.Summary summary = summary(reader);
      skip(incoming, Lane.EVENT, summary.eventSequence(), lasts, summary.time());
      skip(incoming, Lane.TELEMETRY, summary.telemetrySequence(), lasts, summary.time());
      Files.createDirectories(incoming.resolve("etc"));
      force(incoming);
      Files.move(incoming, ready, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      forceOne(target.staging());
      forceOne(target.data());
      return summary;
    } finally {
      if (!done) {
        delete(incoming);
      }
    }
  }

  private static Backup.Summary summary(BackupReader reader) throws IOException {
    Properties manifest = reader.manifest();
    Properties state = reader.state();
    return new Backup.Summary(
        manifest.getProperty("gateway", ""),
        manifest.getProperty("version", ""),
        BackupFormat.number(manifest, "time", Long.MAX_VALUE),
        BackupFormat.number(state, "event.sequence", Skip.MOST),
        BackupFormat.number(state, "telemetry.sequence", Skip.MOST),
        BackupFormat.number(state, "bytes", Long.MAX_VALUE));
  }

  private void skip(Path incoming, Lane lane, long last, Map<Lane, Long> lasts, long time)
      throws IOException {
    long replaced = Math.max(lasts.getOrDefault(lane, 0L), lastOnDisk(lane));
    boolean trusted = clock.isTrusted(clock.boot());
    Skip skip = Skip.after(last, replaced, time, clock.epochMicros(), trusted);
    if (skip.last() >= Skip.MOST) {
      throw new IOException("lane " + JournalLane.name(lane) + " has no sequences left after it");
    }
    Path folder = incoming.resolve("data/journal").resolve(JournalLane.name(lane));
    Files.createDirectories(folder);
    Files.createFile(folder.resolve(skip.name()));
  }

  /** About the last sequence of what is there, also where the journal does not open. */
  private long lastOnDisk(Lane lane) throws IOException {
    Path folder = target.data().resolve("journal").resolve(JournalLane.name(lane));
    long last = 0;
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path file : all.toList()) {
          String name = file.getFileName().toString();
          last = Math.max(last, Skip.of(name).orElse(Skip.NONE).last());
          if (name.endsWith(".seg")) {
            try (InputStream in = Files.newInputStream(file)) {
              byte[] head = in.readNBytes(SegmentHeader.SIZE);
              SegmentHeader header =
                  head.length == SegmentHeader.SIZE ? SegmentHeader.parse(head) : null;
              last = Math.max(last, header == null ? 0 : header.firstSequence());
            }
          }
        }
      }
    }
    return last;
  }

  /** Brings the changes into the history, and looks whether this gateway can open it. */
  private void history(Path incoming, Properties state) throws IOException {
    Path changes = incoming.resolve(BackupFormat.CHANGES);
    Path file = incoming.resolve(BackupFormat.HISTORY);
    if (!Files.exists(file)) {
      if (Files.exists(changes)) {
        throw new IOException("it is damaged: it has changes of a history that is not there");
      }
      return;
    }
    long size = BackupFormat.number(state, "history.bytes", Long.MAX_VALUE);
    try (RandomAccessFile history = new RandomAccessFile(file.toFile(), "rw")) {
      if (Files.exists(changes)) {
        apply(changes, history);
        Files.delete(changes);
      }
      if (history.length() < size) {
        throw new IOException("it is damaged: its history is too short");
      }
      history.setLength(size);
      history.getChannel().force(true);
    }
    int version = version(file);
    int known = known(version);
    if (version > known) {
      throw new IOException(
          "its history has version "
              + version
              + ", this gateway knows version "
              + known
              + "; update the gateway first");
    }
  }

  private static void apply(Path changes, RandomAccessFile history) throws IOException {
    byte[] block = new byte[1 << 18];
    try (DataInputStream in = new DataInputStream(Files.newInputStream(changes))) {
      long left = Files.size(changes);
      while (left > 0) {
        long position = in.readLong();
        int length = in.readInt();
        if (length < 0 || length > block.length || position < 0 || position > history.length()) {
          throw new IOException("it is damaged: a change of its history is none");
        }
        in.readFully(block, 0, length);
        history.seek(position);
        history.write(block, 0, length);
        left -= 12 + length;
      }
    }
  }

  /** What this gateway has brought its own history to, if that can be opened. */
  private int known(int otherwise) {
    try {
      return Files.exists(target.history()) ? version(target.history()) : otherwise;
    } catch (IOException e) {
      return otherwise;
    }
  }

  private static int version(Path file) throws IOException {
    try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties())) {
      if (connection == null) {
        throw new SQLException("the driver does not take " + file);
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 20000");
        statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
        try (ResultSet result = statement.executeQuery("PRAGMA user_version")) {
          return result.next() ? result.getInt(1) : 0;
        }
      }
    } catch (SQLException e) {
      throw new IOException("the history " + file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private static void force(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.filter(Files::isDirectory).toList()) {
        forceOne(each);
      }
    }
  }

  private static void forceOne(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
