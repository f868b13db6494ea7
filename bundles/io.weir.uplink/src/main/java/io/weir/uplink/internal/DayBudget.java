package io.weir.uplink.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes used of a day's budget. The file always tells at least as many as were used: it is written
 * ahead in steps of a hundredth, so that a killed gateway loses a hundredth at most and never sends
 * more than it may. Confined to the pump's thread.
 */
final class DayBudget {
  private static final Logger LOG = LoggerFactory.getLogger(DayBudget.class);

  private final long most;
  private final Path file;
  private LocalDate day = LocalDate.EPOCH;
  private long used;
  private long written;

  /**
   * @param most bytes a day; 0 for no limit
   */
  DayBudget(long most, Path file) {
    this.most = most;
    this.file = file;
  }

  /** Takes up what the file tells. */
  void load() throws IOException {
    if (most == 0) {
      return;
    }
    try {
      String[] words = Files.readString(file).strip().split(" ", -1);
      day = LocalDate.parse(words[0]);
      used = Long.parseLong(words[1]);
      written = used;
    } catch (NoSuchFileException e) {
      used = 0;
    } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      LOG.warn("{} cannot be understood; the day begins anew", file, e);
      used = 0;
    }
  }

  /** Says what day it is. A clock that goes back does not begin a day anew. */
  void today(LocalDate today) {
    if (today.isAfter(day)) {
      day = today;
      used = 0;
      written = 0;
    }
  }

  void spend(int bytes) throws IOException {
    used += bytes;
    if (most > 0 && used > written) {
      write(used + Math.max(1, most / 100));
    }
  }

  /** Writes what was used exactly. */
  void save() throws IOException {
    if (most > 0 && written != used) {
      write(used);
    }
  }

  boolean isUsed() {
    return most > 0 && used >= most;
  }

  long used() {
    return used;
  }

  private void write(long bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(
        temporary,
        (day + " " + bytes + "\n").getBytes(UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    written = bytes;
  }
}
