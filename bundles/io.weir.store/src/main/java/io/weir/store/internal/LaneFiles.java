package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one lane: what was there at start, which are in use, and when they are used
 * again.
 *
 * <p>Changed under the lane's lock; {@link #live} is read without it.
 */
final class LaneFiles {
  private final LaneSettings settings;
  private final Disk disk;
  private final Path directory;
  private final SlotPool pool;
  private final LaneHold hold = new LaneHold();
  private volatile List<Segment> live = List.of();
  private long nextId = 1;
  private Skip skip = Skip.NONE;
  private int setAside;
  private int holes;

  LaneFiles(LaneSettings settings, Disk disk, Path directory) {
    this.settings = settings;
    this.disk = disk;
    this.directory = directory;
    this.pool = new SlotPool(disk, directory, settings.segmentBytes());
  }

  SlotPool pool() {
    return pool;
  }

  /** What a backup keeps from being used again. */
  LaneHold hold() {
    return hold;
  }

  /** Sequences that a restored backup must not give out. */
  Skip skip() {
    return skip;
  }

  /** Segments in use, oldest first. */
  List<Segment> live() {
    return live;
  }

  /** The segment that is written, or null before the first entry. */
  @Nullable Segment current() {
    List<Segment> all = live;
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  /** Files whose header was damaged at start and that were set aside. */
  int setAside() {
    return setAside;
  }

  /** Damaged places passed over at start. */
  int holes() {
    return holes;
  }

  /**
   * Finds what is there, takes over the cursors, makes the newest segment durable, and returns the
   * highest sequence that may have been given out.
   */
  long recover(Cursors cursors) throws IOException {
    List<Segment> found = new ArrayList<>();
    long lost = 0;
    for (String name : disk.list(directory)) {
      if (name.matches("\\d+\\.seg")) {
        lost += take(name, found);
      }
      skip = Skip.of(name).filter(each -> each.last() > skip.last()).orElse(skip);
    }
    found.sort(Comparator.comparingLong(segment -> segment.id));
    live = List.copyOf(found);
    long last = 0;
    if (!found.isEmpty()) {
      Segment newest = found.get(found.size() - 1);
      nextId = newest.id + 1;
      last = scan(newest, newest.firstSequence - 1, Long.MAX_VALUE, cursors);
      newest.file.force();
      newest.committedEnd = newest.end;
      for (int i = found.size() - 2; i >= 0; i--) {
        Segment sealed = found.get(i);
        sealed.committedEnd = sealed.capacity;
        if (cursors.snapshot().isEmpty()) {
          long end = found.get(i + 1).firstSequence;
          scan(sealed, sealed.firstSequence - 1, end, cursors);
        }
      }
    }
    return Math.max(last, cursors.highest()) + lost;
  }

  /** Looks at one file; returns how many sequences it may have held if that cannot be known. */
  private long take(String name, List<Segment> found) throws IOException {
    Path path = directory.resolve(name);
    DiskFile file = disk.open(path);
    long capacity = file.size();
    byte[] bytes = new byte[SegmentHeader.SIZE];
    int read = file.read(0, bytes, 0, bytes.length);
    SegmentHeader header = SegmentHeader.parse(bytes);
    Slot slot = new Slot(path, file, capacity);
    if (header != null && header.lane() == settings.lane().code()) {
      pool.found(name, capacity);
      found.add(new Segment(slot, header.id(), header.firstSequence()));
      return 0;
    }
    if (read == bytes.length && isZero(bytes)) {
      pool.found(name, capacity);
      pool.give(slot);
      return 0;
    }
    file.close();
    if (read < bytes.length) {
      disk.delete(path);
      return 0;
    }
    disk.rename(path, directory.resolve(name + ".damaged"));
    setAside++;
    return capacity / RecordFormat.HEADER;
  }

  /**
   * Reads a segment's records up to the last valid one, which is where its end is; returns the last
   * sequence, which lies before {@code stop}.
   */
  private long scan(Segment segment, long before, long stop, Cursors cursors) throws IOException {
    RecordScanner scanner = new RecordScanner(segment.file, segment.id, SegmentHeader.SIZE);
    WireReader payload = new WireReader();
    long last = before;
    boolean more = true;
    while (more) {
      while (scanner.next(segment.capacity) && scanner.sequence() < stop) {
        segment.end = scanner.position();
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
    return last;
  }

  private static void read(WireReader payload, Cursors cursors) throws IOException {
    try {
      cursors.read(payload);
    } catch (MalformedException e) {
      throw new IOException("a cursor record is not one, although its checksum is right", e);
    }
  }

  /** Begins a new segment that has room for so many bytes of records. */
  Segment open(long need, long firstSequence) throws IOException {
    long whole = need + SegmentHeader.SIZE;
    Slot slot = pool.take(whole);
    if (slot == null) {
      slot = pool.make(pool.sizeFor(whole));
    }
    Segment segment = new Segment(slot, nextId, firstSequence);
    byte[] header = new SegmentHeader(settings.lane().code(), nextId, firstSequence).toBytes();
    try {
      segment.file.write(0, header, 0, header.length);
    } catch (IOException e) {
      pool.give(slot);
      throw e;
    }
    nextId++;
    List<Segment> all = new ArrayList<>(live);
    all.add(segment);
    live = List.copyOf(all);
    return segment;
  }

  /** Whether another segment would go beyond the bound. */
  boolean isFull(long need) {
    return !pool.hasSpare()
        && pool.bytes() - hold.bytes() + pool.sizeFor(need + SegmentHeader.SIZE)
            > settings.maxBytes();
  }

  /**
   * Gives up segments that every reader has passed, for use again.
   *
   * @param passed sequence that every reader has passed
   * @param before only segments older than this id
   */
  void recycle(long passed, long before) throws IOException {
    while (live.size() > 1 + settings.keepSegments()
        && live.get(0).id < before
        && live.get(1).firstSequence <= passed + 1) {
      giveUpOldest();
    }
  }

  /** Gives up the oldest segment, whoever still wants it; returns how many entries that loses. */
  long giveUpOldest() throws IOException {
    Segment oldest = live.get(0);
    live = List.copyOf(live.subList(1, live.size()));
    free(oldest);
    return live.get(0).firstSequence - oldest.firstSequence;
  }

  /** Takes back the current segment, of which nothing was ever committed. */
  void takeBackCurrent() throws IOException {
    List<Segment> all = live;
    Segment unused = all.get(all.size() - 1);
    live = List.copyOf(all.subList(0, all.size() - 1));
    free(unused);
  }

  /** Gives a file back; without its header it is not taken for one in use at the next start. */
  private void free(Segment segment) throws IOException {
    segment.gone = true;
    if (!hold.keeps(segment)) {
      wipe(segment);
    }
  }

  /** Frees what was given up while it was held. */
  void release() throws IOException {
    for (Segment segment : hold.end()) {
      wipe(segment);
    }
  }

  private void wipe(Segment segment) throws IOException {
    try {
      segment.file.write(0, new byte[SegmentHeader.SIZE], 0, SegmentHeader.SIZE);
    } finally {
      pool.give(segment.slot());
    }
  }

  /** The segment in which an entry of this sequence would stand, or the oldest, or null. */
  @Nullable Segment find(long sequence) {
    List<Segment> all = live;
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).firstSequence <= sequence) {
        return all.get(i);
      }
    }
    return all.isEmpty() ? null : all.get(0);
  }

  /** The segment after this one, or null if it is the newest. */
  @Nullable Segment after(Segment segment) {
    for (Segment each : live) {
      if (each.id > segment.id) {
        return each;
      }
    }
    return null;
  }

  /** Opens a segment's file once more, for a reader; null if it was given up a moment ago. */
  @Nullable DiskFile openForReading(Segment segment) throws IOException {
    try {
      return disk.openForReading(segment.path);
    } catch (NoSuchFileException e) {
      if (segment.gone) {
        return null;
      }
      throw e;
    }
  }

  void close() throws IOException {
    for (Segment segment : live) {
      segment.file.close();
    }
    for (Segment segment : hold.end()) {
      segment.file.close();
    }
    pool.close();
  }

  private static boolean isZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }
}
