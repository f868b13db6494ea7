package io.weir.store.internal;

import java.nio.file.Path;

/**
 * One use of a preallocated file by a lane.
 *
 * <p>Written by the holder of the lane's lock; readers take {@link #committedEnd} and {@link #gone}
 * without it.
 */
final class Segment {
  final Path path;
  final DiskFile file;
  final long id;
  final long firstSequence;
  final long capacity;
  final Thinning thinning;

  /** Where the next record goes. */
  long end = SegmentHeader.SIZE;

  /** Records before this place may be read. */
  volatile long committedEnd = SegmentHeader.SIZE;

  /** Whether the file no longer holds this use. */
  volatile boolean gone;

  Segment(Slot slot, long id, long firstSequence, Thinning thinning) {
    this.path = slot.path();
    this.file = slot.file();
    this.capacity = slot.capacity();
    this.id = id;
    this.firstSequence = firstSequence;
    this.thinning = thinning;
  }

  /** The file without its use. */
  Slot slot() {
    return new Slot(path, file, capacity);
  }

  /** Name of the file. */
  String name() {
    return path.getFileName().toString();
  }
}
