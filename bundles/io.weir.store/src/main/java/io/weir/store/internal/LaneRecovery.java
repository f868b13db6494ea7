package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Finds what there is of a lane at start: segments in order, those whose header is damaged among
 * them, the cursors, and the highest sequence that may have been given out. Used once, by one
 * thread.
 */
final class LaneRecovery {
  /**
   * Ids go on at most so far above the highest found: a segment whose header a power cut has lost
   * may have left records of its id behind.
   */
  private static final int ID_LEAP = 1024;

  private static final Comparator<Segment> ORDER =
      Comparator.<Segment>comparingLong(segment -> segment.firstSequence)
          .thenComparingLong(segment -> segment.id);

  private final LaneFiles files;
  private final Cursors cursors;
  private final List<String> damage = new ArrayList<>();
  private final Map<Long, Segment> byId = new TreeMap<>();
  private final List<Segment> repaired = new ArrayList<>();
  private long highestId;
  private long lost;
  private boolean any;
  private Skip skip = Skip.NONE;

  LaneRecovery(LaneFiles files, Cursors cursors) {
    this.files = files;
    this.cursors = cursors;
  }

  /** What was found damaged, one sentence each. */
  List<String> damage() {
    return damage;
  }

  /** Does it; returns the highest sequence that may have been given out. */
  long run() throws IOException {
    for (String name : files.disk().list(files.directory())) {
      if (name.matches("\\d{1,9}\\.seg")) {
        any = true;
        take(name);
      } else if (name.matches("\\d{1,9}\\.seg\\.damaged")) {
        files.pool().named(name);
      } else {
        skip = Skip.of(name).filter(each -> each.last() > skip.last()).orElse(skip);
      }
    }
    List<Segment> found = new ArrayList<>(byId.values());
    found.sort(ORDER);
    markThinned(found);
    dropReplaced(found);
    long last = found.isEmpty() ? 0 : scan(found);
    files.recovered(found, any ? highestId + 1 + new Random().nextInt(ID_LEAP) : 1, skip);
    return Math.max(last, cursors.highest()) + lost;
  }

  private void take(String name) throws IOException {
    Path path = files.directory().resolve(name);
    DiskFile file = files.disk().open(path);
    long capacity = file.size();
    byte[] bytes = new byte[SegmentHeader.SIZE];
    int read = file.read(0, bytes, 0, bytes.length);
    Slot slot = new Slot(path, file, capacity);
    int version = SegmentHeader.otherVersion(bytes);
    if (version > 0) {
      file.close();
      throw new IOException(
          path
              + " has version "
              + version
              + ", this gateway knows version 1; start the gateway that wrote it, or move the"
              + " journal's directory away");
    }
    int lane = files.settings().lane().code();
    SegmentHeader header = SegmentHeader.parse(bytes);
    if (header != null && header.lane() == lane) {
      add(name, new Segment(slot, header.id(), header.firstSequence(), header.thinning()));
    } else if (header != null) {
      setAside(slot, 0, "belongs to another lane");
    } else if (isZero(bytes)) {
      files.pool().found(name, capacity);
      if (read == bytes.length) {
        files.pool().give(slot);
      } else {
        files.pool().discard(slot);
      }
    } else {
      salvage(name, slot, lane);
    }
  }

  private void salvage(String name, Slot slot, int lane) throws IOException {
    SegmentHeader header = Salvage.header(slot.file(), slot.capacity(), lane);
    if (header == null) {
      setAside(
          slot,
          slot.capacity() / RecordFormat.HEADER,
          "has a damaged header and no two whole records; sequences were skipped so that none is"
              + " given out twice");
    } else {
      Segment segment = new Segment(slot, header.id(), header.firstSequence(), Thinning.NONE);
      repaired.add(segment);
      damage.add(name + " had a damaged header; its records were found again");
      add(name, segment);
    }
  }

  private void add(String name, Segment segment) throws IOException {
    highestId = Math.max(highestId, segment.id);
    Segment other = byId.get(segment.id);
    if (other == null) {
      files.pool().found(name, segment.capacity);
      byId.put(segment.id, segment);
      return;
    }
    // A copy of a segment: the one that has more is the one in use.
    boolean better = lastOf(segment) > lastOf(other);
    Segment worse = better ? other : segment;
    String reason = "has the same id as " + (better ? segment : other).name() + " and less in it";
    if (better) {
      byId.put(segment.id, segment);
      files.pool().found(name, segment.capacity);
      files.pool().forget(worse.capacity);
      repaired.remove(worse);
    }
    setAside(worse.slot(), 0, reason);
  }

  private long lastOf(Segment segment) throws IOException {
    Tail tail = new Tail(segment.firstSequence - 1);
    tail.scan(segment, Long.MAX_VALUE, new Cursors());
    return tail.last;
  }

  /** A thinned copy has a later id than the segments after it; its header, if lost, said so. */
  private void markThinned(List<Segment> found) throws IOException {
    long lowest = Long.MAX_VALUE;
    for (int i = found.size() - 1; i >= 0; i--) {
      Segment each = found.get(i);
      if (repaired.contains(each)) {
        Thinning thinning = each.id > lowest ? new Thinning(1, 0, 0, 0, 0) : Thinning.NONE;
        Segment whole = new Segment(each.slot(), each.id, each.firstSequence, thinning);
        found.set(i, whole);
        byte[] header =
            new SegmentHeader(files.settings().lane().code(), each.id, each.firstSequence, thinning)
                .toBytes();
        whole.file.write(0, header, 0, header.length);
      }
      if (each.thinning.times() == 0) {
        lowest = Math.min(lowest, each.id);
      }
    }
  }

  /** Where a thinned copy and its original are there, the process ended between the two. */
  private void dropReplaced(List<Segment> found) throws IOException {
    for (int i = found.size() - 1; i > 0; i--) {
      Segment before = found.get(i - 1);
      Segment each = found.get(i);
      if (before.firstSequence == each.firstSequence
          && before.thinning.times() < each.thinning.times()) {
        files.free(before);
        found.remove(i - 1);
      }
    }
  }

  private long scan(List<Segment> found) throws IOException {
    Segment newest = found.get(found.size() - 1);
    Tail tail = new Tail(newest.firstSequence - 1);
    tail.scan(newest, Long.MAX_VALUE, cursors);
    if (tail.holes > 0) {
      damage.add(tail.holes + " damaged place(s) in " + newest.name() + " were passed over");
    }
    newest.end = tail.end;
    newest.file.force();
    newest.committedEnd = newest.end;
    for (int i = found.size() - 2; i >= 0; i--) {
      Segment sealed = found.get(i);
      sealed.end = sealed.capacity;
      sealed.committedEnd = sealed.capacity;
      if (cursors.snapshot().isEmpty()) {
        Tail older = new Tail(sealed.firstSequence - 1);
        older.scan(sealed, found.get(i + 1).firstSequence, cursors);
      }
    }
    return TailProbe.highest(
        newest.file, newest.end, newest.capacity, tail.last, tail.boot, tail.micros);
  }

  private void setAside(Slot slot, long sequences, String reason) throws IOException {
    String name = slot.path().getFileName().toString();
    slot.file().close();
    Path away = files.directory().resolve(name + ".damaged");
    files.disk().rename(slot.path(), away);
    files.pool().named(name);
    damage.add(name + " was set aside as " + away.getFileName() + ": it " + reason);
    lost += sequences;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /** What reading a segment up to its last whole record gives. */
  private static final class Tail {
    private final WireReader payload = new WireReader();
    private long last;
    private long end = SegmentHeader.SIZE;
    private int boot;
    private long micros;
    private int holes;

    Tail(long before) {
      last = before;
    }

    /** Reads what lies before {@code stop}. */
    void scan(Segment segment, long stop, Cursors cursors) throws IOException {
      RecordScanner scanner = new RecordScanner(segment.file, segment.id, SegmentHeader.SIZE);
      boolean more = true;
      while (more) {
        while (scanner.next(segment.capacity) && scanner.sequence() < stop) {
          end = scanner.position();
          boot = scanner.boot();
          micros = scanner.time();
          if (RecordFormat.isEntry(scanner.kind())) {
            last = Math.max(last, scanner.sequence());
          } else if (scanner.kind() == RecordFormat.CURSORS) {
            read(payload.over(scanner.array(), scanner.offset(), scanner.length()), cursors);
          }
        }
        more = last + 1 < stop && scanner.resync(segment.capacity, last);
        if (more) {
          holes++;
        }
      }
    }

    private static void read(WireReader payload, Cursors cursors) throws IOException {
      try {
        cursors.read(payload);
      } catch (MalformedException e) {
        throw new IOException("a cursor record is not one, although its checksum is right", e);
      }
    }
  }
}
