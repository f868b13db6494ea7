package io.weir.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The preallocated files of a lane that are not in use, and the making of new ones. Any thread.
 *
 * <p>A file is filled with zeros and forced when it is made, so that a commit later changes data
 * only and never the file system's own records.
 */
final class SlotPool {
  /** Free files beyond these are given back to the file system. */
  private static final int KEEP = 2;

  private static final int CHUNK = 1 << 16;

  private final Disk disk;
  private final Path directory;
  private final long standard;
  private final Deque<Slot> free = new ArrayDeque<>();
  private volatile long bytes;
  private volatile int files;
  private int next = 1;

  SlotPool(Disk disk, Path directory, long standard) {
    this.disk = disk;
    this.directory = directory;
    this.standard = standard;
  }

  /** Takes note of a file that was there at start. */
  synchronized void found(String name, long capacity) {
    add(capacity);
    named(name);
  }

  /** Takes note of a name that is not to be used. */
  synchronized void named(String name) {
    next = Math.max(next, number(name) + 1);
  }

  /** Bytes of all files of the lane. */
  long bytes() {
    return bytes;
  }

  /** Number of all files of the lane. */
  int files() {
    return files;
  }

  /** Bytes a new file for this need would have. */
  long sizeFor(long need) {
    return need <= standard ? standard : (need + CHUNK - 1) / CHUNK * CHUNK;
  }

  /** A free file of at least this size, or null. */
  synchronized @Nullable Slot take(long need) {
    for (Slot slot : free) {
      if (slot.capacity() >= need) {
        free.remove(slot);
        return slot;
      }
    }
    return null;
  }

  /** Whether there is a free file of the standard size. */
  synchronized boolean hasSpare() {
    return !free.isEmpty();
  }

  /** Puts a file back, or removes it if there are enough. */
  synchronized void give(Slot slot) throws IOException {
    if (free.size() < KEEP && slot.capacity() == standard) {
      free.add(slot);
    } else {
      remove(slot);
    }
  }

  /** Removes a file that is no use. */
  synchronized void discard(Slot slot) throws IOException {
    remove(slot);
  }

  /** Takes a file of this size off the count. */
  synchronized void forget(long capacity) {
    bytes -= capacity;
    files--;
  }

  private void remove(Slot slot) throws IOException {
    slot.file().close();
    disk.delete(slot.path());
    forget(slot.capacity());
  }

  /** Makes a new file of this size. */
  synchronized Slot make(long size) throws IOException {
    Path path = newName();
    DiskFile file = disk.open(path);
    try {
      byte[] zeros = new byte[CHUNK];
      for (long at = 0; at < size; at += CHUNK) {
        file.write(at, zeros, 0, (int) Math.min(CHUNK, size - at));
      }
      file.force();
      disk.forceDirectory(directory);
    } catch (IOException e) {
      abandon(path, file, e);
      throw e;
    }
    add(size);
    return new Slot(path, file, size);
  }

  /** A file name that was never used. */
  synchronized Path newName() {
    return directory.resolve("%06d.seg".formatted(next++));
  }

  /** Takes note of a file that was made elsewhere. */
  synchronized void add(long capacity) {
    bytes += capacity;
    files++;
  }

  /** Gives free files beyond so many back to the file system; returns whether there were any. */
  synchronized boolean trim(int keep) throws IOException {
    boolean any = free.size() > keep;
    while (free.size() > keep) {
      remove(free.peek());
      free.remove();
    }
    return any;
  }

  /** Closes the free files. */
  synchronized void close() throws IOException {
    for (Slot slot : free) {
      slot.file().close();
    }
    free.clear();
  }

  private void abandon(Path path, DiskFile file, IOException failure) {
    try {
      file.close();
      disk.delete(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(0, name.indexOf('.')));
  }
}
