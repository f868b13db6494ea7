package io.weir.core.internal.announce;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.core.internal.work.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of one connection's devices, in memory and in a file. Any thread; the
 * registry's alone changes it.
 *
 * <p>A device that its source no longer has is kept while it is in use or ignored, else forgotten.
 */
public final class AnnouncedConnection {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedConnection.class);
  private static final int LONGEST_TEXT = 200;
  private static final int MOST_METADATA = 64;
  private static final int NAMED = 5;
  private static final long SOON = 2_000_000;
  private static final long LATER = 300_000_000;
  private static final long RETRY = 10_000_000;

  private final String name;
  private final Path file;
  private final UnaryOperator<List<String>> usable;
  private final Map<Map<String, Object>, AnnouncedEntry> entries = new LinkedHashMap<>();

  /** The channels as they came, so that those that stay as they are need not be read again. */
  private final Map<Map<String, Object>, List<String>> raw = new HashMap<>();

  private long saveAt = Long.MAX_VALUE;
  private boolean full;

  /**
   * @param usable makes of channels those that can be used
   */
  public AnnouncedConnection(String name, Path file, UnaryOperator<List<String>> usable) {
    this.name = name;
    this.file = file;
    this.usable = usable;
  }

  /** Reads its file, if there is one. */
  public synchronized void load() throws IOException {
    try {
      for (AnnouncedEntry entry : AnnouncedFile.read(Files.readAllBytes(file))) {
        entries.put(entry.address(), entry);
      }
    } catch (NoSuchFileException e) {
      LOG.debug("Nothing was announced on {} before", name);
    }
  }

  /** All that are remembered, in the order in which they were first announced. */
  public synchronized Collection<AnnouncedEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** What is remembered of this address in its canonical form. */
  public synchronized @Nullable AnnouncedEntry get(Map<String, Object> address) {
    return entries.get(address);
  }

  /** Whether there were more devices than are kept. */
  public synchronized boolean isFull() {
    return full;
  }

  /** Puts an entry in the place of the one with its address. */
  public synchronized void put(AnnouncedEntry entry, long now) {
    AnnouncedEntry old = entries.put(entry.address(), entry);
    if (!entry.equals(old)) {
      save(now, SOON);
    }
  }

  /** Forgets what is remembered of this address. */
  public synchronized void forget(Map<String, Object> address, long now) {
    if (entries.remove(address) != null) {
      raw.remove(address);
      save(now, SOON);
    }
  }

  /** The driver is gone: nothing is heard of any device. */
  public synchronized void silence() {
    entries.replaceAll((address, entry) -> entry.silent(entry.listed()));
    raw.clear();
  }

  /**
   * Takes over what is announced now.
   *
   * @param listsAll whether one that is missing was removed
   * @param used whether an address has a document
   * @param now monotonic microseconds, to save by
   * @param epoch epoch microseconds, to remember
   * @return whether something changed of which devices are made
   */
  public synchronized boolean update(
      List<Announced> list,
      boolean listsAll,
      Predicate<Map<String, Object>> used,
      long now,
      long epoch) {
    Set<Map<String, Object>> seen = new HashSet<>();
    List<String> news = new ArrayList<>();
    boolean changed = false;
    full = list.size() > AnnouncingDriver.MAX_DEVICES;
    for (Announced announced : list) {
      Map<String, Object> address = Addresses.canonical(announced.address());
      if (address.isEmpty() || !seen.add(address)) {
        LOG.debug("{}: a device has no address of its own: {}", name, announced);
        continue;
      }
      AnnouncedEntry old = entries.get(address);
      if (old == null && entries.size() >= AnnouncingDriver.MAX_DEVICES && !forgetOne(used)) {
        full = true;
        continue;
      }
      AnnouncedEntry fresh = entry(address, announced, old, epoch);
      if (old == null) {
        news.add(fresh.name());
      } else {
        tell(old, fresh);
      }
      entries.put(address, fresh);
      changed |= note(old, fresh, now);
    }
    tellOfNew(news);
    return drop(seen, listsAll, used, now) || changed;
  }

  private AnnouncedEntry entry(
      Map<String, Object> address, Announced announced, @Nullable AnnouncedEntry old, long epoch) {
    List<String> channels;
    if (old != null && announced.channels().equals(raw.get(address))) {
      channels = old.channels();
    } else {
      channels = usable.apply(announced.channels());
      raw.put(address, announced.channels());
    }
    Map<String, String> metadata = new HashMap<>();
    announced.metadata().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MOST_METADATA)
        .forEach(entry -> metadata.put(cut(entry.getKey()), cut(entry.getValue())));
    return new AnnouncedEntry(
        address,
        announced.name().isBlank() ? "" : cut(announced.name()),
        cut(announced.model()),
        Map.copyOf(metadata),
        channels,
        announced.presence(),
        true,
        true,
        old != null && old.ignored(),
        old == null ? null : old.device(),
        old == null ? epoch : old.since());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  /** Whether it is another one than before; then it is saved too. */
  private boolean note(@Nullable AnnouncedEntry old, AnnouncedEntry fresh, long now) {
    if (old != null && old.listed() == fresh.listed() && old.isSameOnDisk(fresh)) {
      return false;
    }
    boolean isDetail =
        old != null
            && old.listed() == fresh.listed()
            && old.channels().equals(fresh.channels())
            && old.name().equals(fresh.name());
    save(now, isDetail ? LATER : SOON);
    return true;
  }

  private boolean drop(
      Set<Map<String, Object>> seen,
      boolean listsAll,
      Predicate<Map<String, Object>> used,
      long now) {
    boolean changed = false;
    for (AnnouncedEntry entry : entries()) {
      boolean isMissing = !seen.contains(entry.address());
      if (isMissing && (listsAll || entry.heard() || !entry.listed())) {
        boolean stays = used.test(entry.address()) || entry.ignored();
        if (entry.listed()) {
          LOG.info("{}: '{}' is no longer announced", name, entry.name());
        }
        raw.remove(entry.address());
        if (!stays) {
          entries.remove(entry.address());
        } else if (entry.listed()) {
          entries.put(entry.address(), entry.silent(false));
        }
        if (!stays || entry.listed()) {
          save(now, SOON);
          changed = true;
        }
      }
    }
    return changed;
  }

  /** Makes room: forgets that one is ignored that is not there any more. */
  private boolean forgetOne(Predicate<Map<String, Object>> used) {
    for (AnnouncedEntry entry : entries()) {
      if (!entry.listed() && !used.test(entry.address())) {
        entries.remove(entry.address());
        return true;
      }
    }
    return false;
  }

  private void tellOfNew(List<String> names) {
    if (!names.isEmpty()) {
      int named = Math.min(NAMED, names.size());
      LOG.info(
          "{}: made themselves known: {}{}",
          name,
          String.join(", ", names.subList(0, named)),
          named == names.size() ? "" : " and " + (names.size() - named) + " more");
    }
  }

  private void tell(AnnouncedEntry old, AnnouncedEntry fresh) {
    if (!old.listed()) {
      LOG.info("{}: '{}' is announced again", name, fresh.name());
    }
    if (!old.name().equals(fresh.name())) {
      LOG.info("{}: '{}' is now called '{}'", name, old.name(), fresh.name());
    }
    if (!old.channels().equals(fresh.channels())) {
      List<String> added = new ArrayList<>(Channels.ids(fresh.channels()));
      List<String> removed = new ArrayList<>(Channels.ids(old.channels()));
      List<String> before = List.copyOf(removed);
      removed.removeAll(added);
      added.removeAll(before);
      LOG.info(
          "{}: the channels of '{}' have changed; new: {}, no longer announced: {}",
          name,
          fresh.name(),
          added.isEmpty() ? "none" : added,
          removed.isEmpty() ? "none" : removed);
    }
  }

  private void save(long now, long within) {
    saveAt = Math.min(saveAt, now + within);
  }

  /**
   * Writes its file if something is to be written and it is time to.
   *
   * @param now monotonic microseconds, the greatest number to write at any rate
   * @throws IOException if it cannot be written; it is tried again
   */
  public synchronized void saveIfDue(long now) throws IOException {
    if (saveAt != Long.MAX_VALUE && now >= saveAt) {
      saveAt += RETRY;
      AtomicFile.write(file, AnnouncedFile.write(entries.values()));
      saveAt = Long.MAX_VALUE;
    }
  }
}
