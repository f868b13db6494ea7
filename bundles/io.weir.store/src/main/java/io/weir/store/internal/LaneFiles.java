package io.weir.store.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  LaneFiles(LaneSettings settings, Disk disk, Path directory) {
    this.settings = settings;
    this.disk = disk;
    this.directory = directory;
    this.pool = new SlotPool(disk, directory, settings.segmentBytes());
  }

  LaneSettings settings() {
    return settings;
  }

  Disk disk() {
    return disk;
  }

  Path directory() {
    return directory;
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

  /**
   * Takes over what recovery has found.
   *
   * @param id the id of the next segment
   * @param skipped sequences that a restored backup must not give out
   */
  void recovered(List<Segment> found, long id, Skip skipped) {
    live = List.copyOf(found);
    nextId = id;
    skip = skipped;
  }

  /** A new id, for a copy of a segment. */
  long takeId() {
    return nextId++;
  }

  /**
   * Puts a thinned copy in the place of a segment, whose file is to be freed then; its header makes
   * it hold.
   */
  void replace(Segment old, Slot copy, SegmentHeader header) throws IOException {
    copy.file().write(0, header.toBytes(), 0, SegmentHeader.SIZE);
    copy.file().force();
    Segment thinned = new Segment(copy, header.id(), header.firstSequence(), header.thinning());
    thinned.end = copy.capacity();
    thinned.committedEnd = copy.capacity();
    old.gone = true;
    live = live.stream().map(each -> each == old ? thinned : each).toList();
    pool.add(copy.capacity());
  }

  /** Begins a new segment that has room for so many bytes of records. */
  Segment open(long need, long firstSequence) throws IOException {
    long whole = need + SegmentHeader.SIZE;
    Slot slot = pool.take(whole);
    if (slot == null) {
      slot = pool.make(pool.sizeFor(whole));
    }
    Segment segment = new Segment(slot, nextId, firstSequence, Thinning.NONE);
    byte[] header =
        new SegmentHeader(settings.lane().code(), nextId, firstSequence, Thinning.NONE).toBytes();
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
    long more = pool.hasSpare() ? 0 : pool.sizeFor(need + SegmentHeader.SIZE);
    return pool.bytes() - hold.bytes() + more > settings.maxBytes();
  }

  /** Whether the lane is well below its bound. */
  boolean isRoomy() {
    return pool.bytes() + settings.segmentBytes() <= settings.maxBytes() / 4 * 3;
  }

  /**
   * Gives up segments that every reader has passed, for use again.
   *
   * @param passed sequence that every reader has passed
   * @param before only segments older than this one, in which the cursors stand
   */
  void recycle(long passed, @Nullable Segment before) throws IOException {
    while (before != null
        && live.size() > 1 + settings.keepSegments()
        && live.get(0) != before
        && live.get(1).firstSequence <= passed + 1) {
      giveUpOldest();
    }
  }

  /** Gives up the oldest segment, whoever still wants it; returns how many entries that loses. */
  long giveUpOldest() throws IOException {
    Segment oldest = live.get(0);
    oldest.gone = true;
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
  void free(Segment segment) throws IOException {
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
    List<Segment> all = live;
    int at = all.indexOf(segment);
    if (at >= 0) {
      return at + 1 < all.size() ? all.get(at + 1) : null;
    }
    for (Segment each : all) {
      if (each.firstSequence > segment.firstSequence) {
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
}
