package io.weir.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a checked backup in the place of what is there, before the gateway starts. Wherever the
 * process is killed, the next start goes on from there: a gateway never sees a mix.
 *
 * <pre>
 *   restore/ready   documents copied beside the configuration, what is there moved to restore/before
 *   restore/moving  what was restored moved to its place
 *   restore/done    what was there becomes before-restore-&lt;time&gt;, an earlier one goes
 * </pre>
 *
 * <p>Each step may be done again. Confined to the main thread.
 */
final class StagedRestore {
  private static final Logger LOG = LoggerFactory.getLogger(StagedRestore.class);

  /** What a backup replaces in the data directory. */
  private static final List<String> ITEMS =
      List.of(
          "channels.tsv",
          "channels.copy.tsv",
          "boots.json",
          "journal",
          "history.db",
          "history.db-journal",
          "history.db-wal",
          "history.db-shm",
          "rules",
          "dead-letter");

  private static final String BEFORE = "before-restore-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path data;
  private final Path etc;
  private final FileWork work;
  private final Path ready;
  private final Path moving;
  private final Path done;
  private final Path before;
  private final Path documents;

  StagedRestore(Path data, Path etc) {
    this(data, etc, new FileWork());
  }

  StagedRestore(Path data, Path etc, FileWork work) {
    this.data = data;
    this.etc = etc;
    this.work = work;
    Path root = data.resolve("restore");
    ready = root.resolve("ready");
    moving = root.resolve("moving");
    done = root.resolve("done");
    before = root.resolve("before");
    documents = etc.resolve(".restore");
  }

  /** Whether there is a backup to put in place, or half in place. */
  boolean isPending() {
    return Files.exists(ready) || Files.exists(moving) || Files.exists(done);
  }

  /**
   * Puts it in place, if there is one.
   *
   * @throws IOException if that cannot be done now; the next start tries again
   */
  void apply() throws IOException {
    if (!isPending()) {
      return;
    }
    try (RunLock lock = RunLock.take(data)) {
      LOG.info("Putting the backup in {} in place, under {}", ready, lock.file());
      if (Files.exists(ready) && !(Files.exists(before) || copyDocuments())) {
        return;
      }
      if (Files.exists(ready)) {
        moveAway();
      }
      if (Files.exists(moving)) {
        moveIn();
      }
      finish();
    }
  }

  /** Proves that the configuration can be written, while nothing has changed yet. */
  private boolean copyDocuments() throws IOException {
    try {
      work.deleteTree(documents);
      work.copyTree(ready.resolve("etc"), documents, "");
      return true;
    } catch (IOException e) {
      LOG.error(
          "The backup is not restored, nothing is changed: the configuration {} cannot be written",
          etc,
          e);
      work.deleteTree(documents);
      work.deleteTree(ready.resolveSibling("refused"));
      work.move(ready, ready.resolveSibling("refused"));
      return false;
    }
  }

  private void moveAway() throws IOException {
    work.createDirectories(before);
    work.copyTree(etc, before.resolve("etc"), ".json");
    for (String item : ITEMS) {
      if (Files.exists(data.resolve(item))) {
        work.move(data.resolve(item), before.resolve(item));
      }
    }
    work.force(before);
    work.force(data);
    work.move(ready, moving);
    work.force(FileWork.folderOf(moving));
  }

  private void moveIn() throws IOException {
    Path restored = moving.resolve("data");
    for (Path item : work.list(restored)) {
      work.move(item, data.resolve(item.getFileName()));
    }
    work.force(data);
    for (Path file : work.files(etc, ".json")) {
      Path name = etc.relativize(file);
      if (!name.startsWith(documents.getFileName())
          && !Files.exists(moving.resolve("etc").resolve(name))) {
        work.delete(file);
      }
    }
    for (Path file : work.files(documents, "")) {
      Path target = etc.resolve(documents.relativize(file));
      work.createDirectories(FileWork.folderOf(target));
      work.move(file, target);
      work.force(FileWork.folderOf(target));
    }
    work.deleteTree(documents);
    work.force(etc);
    work.move(moving, done);
    work.force(FileWork.folderOf(done));
  }

  private void finish() throws IOException {
    if (Files.exists(before)) {
      try (Stream<Path> all = Files.list(data)) {
        for (Path each : all.toList()) {
          if (each.getFileName().toString().startsWith(BEFORE)) {
            work.deleteTree(each);
          }
        }
      }
      work.move(before, data.resolve(BEFORE + TIME.format(Instant.now())));
      work.force(data);
    }
    work.deleteTree(done);
    work.deleteTree(done.resolveSibling("refused"));
    LOG.info("The backup is in place; what was there before is in {}{}*", data, "/" + BEFORE);
  }
}
