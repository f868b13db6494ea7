package io.weir.store.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that can be cut off from power, filled up, or made to fail at any operation.
 *
 * <p>It knows what an operating system holds and what the medium holds, sector by sector. As Linux
 * does, a failed force forgets that the sectors were to be written: forcing again does not help,
 * only writing again does. One thread.
 */
final class SimulatedDisk implements Disk {
  /** What happens at the chosen operation. */
  enum Fault {
    /** The machine is gone: this operation and all later ones throw {@link Gone}. */
    GONE,
    /** A write writes a part and fails; a force fails; anything else fails. */
    FAILS,
    /** A write does nothing and fails, and so do all writes that need new room, until healed. */
    FULL,
    /** This operation and all later ones, also those that only read, fail until healed. */
    DOWN,
    /** This operation and all later ones that would change something fail until healed. */
    READ_ONLY
  }

  /** Thrown where the machine or the process ended. */
  static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final int SECTOR = 512;

  private static final class Content {
    byte[] system = new byte[0];
    byte[] medium = new byte[0];
    final BitSet dirty = new BitSet();
  }

  private final Map<Path, Content> files = new TreeMap<>();
  private final Random random;
  private int operations;
  private int faultAt = Integer.MAX_VALUE;
  private Fault fault = Fault.GONE;
  private boolean gone;
  private boolean full;
  private boolean down;
  private boolean readOnly;

  SimulatedDisk(long seed) {
    random = new Random(seed);
  }

  /** Lets the operation with this number, from 1, go wrong. */
  void failAt(int operation, Fault newFault) {
    faultAt = operation;
    fault = newFault;
  }

  /** Number of operations so far: all but reads. */
  int operations() {
    return operations;
  }

  /** The process is gone, the machine is not: what was written stays. */
  void killed() {
    gone = false;
    faultAt = Integer.MAX_VALUE;
  }

  /** The power was cut: of what was not forced, any sectors may be there or not. */
  void powerCut() {
    killed();
    for (Content content : files.values()) {
      for (int sector = content.dirty.nextSetBit(0);
          sector >= 0;
          sector = content.dirty.nextSetBit(sector + 1)) {
        if (random.nextBoolean()) {
          settle(content, sector);
        }
      }
      content.dirty.clear();
      content.system = content.medium.clone();
    }
  }

  /** There is room again. */
  void heal() {
    full = false;
    down = false;
    readOnly = false;
    faultAt = Integer.MAX_VALUE;
  }

  /** Another disk with the same on it. */
  SimulatedDisk copy(long seed) {
    SimulatedDisk copy = new SimulatedDisk(seed);
    files.forEach(
        (path, content) -> {
          Content same = new Content();
          same.system = content.system.clone();
          same.medium = content.medium.clone();
          same.dirty.or(content.dirty);
          copy.files.put(path, same);
        });
    return copy;
  }

  /** All files by path. */
  java.util.Set<Path> paths() {
    return java.util.Set.copyOf(files.keySet());
  }

  /** Flips a bit of a file, in the system's view and on the medium. */
  void rot(Path file, int at) {
    rot(file, at, 0x10);
  }

  /** Flips these bits of a byte of a file, in the system's view and on the medium. */
  void rot(Path file, int at, int bits) {
    Content content = content(file);
    content.system[at] ^= (byte) bits;
    content.medium[at] ^= (byte) bits;
  }

  /** The bytes of a file as the system sees them. */
  byte[] bytes(Path file) {
    return content(file).system;
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    step(false);
    return files.keySet().stream()
        .filter(file -> directory.equals(file.getParent()))
        .map(file -> file.getFileName().toString())
        .toList();
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    step(true);
    return new File(files.computeIfAbsent(file, key -> new Content()));
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    step(false);
    Content content = files.get(file);
    if (content == null) {
      throw new NoSuchFileException(file.toString());
    }
    return new File(content);
  }

  @Override
  public void delete(Path file) throws IOException {
    step(true);
    files.remove(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step(true);
    files.put(to, content(from));
    files.remove(from);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step(true);
  }

  private Content content(Path file) {
    @Nullable Content content = files.get(file);
    if (content == null) {
      throw new IllegalArgumentException("no file " + file + " among " + files.keySet());
    }
    return content;
  }

  private static void settle(Content content, int sector) {
    int from = sector * SECTOR;
    int to = Math.min(from + SECTOR, content.system.length);
    if (to > from) {
      if (content.medium.length < to) {
        content.medium = Arrays.copyOf(content.medium, to);
      }
      System.arraycopy(content.system, from, content.medium, from, to - from);
    }
  }

  /** Counts an operation; true if it is the one that fails. */
  private boolean isFailing() {
    if (gone) {
      throw new Gone();
    }
    operations++;
    if (operations != faultAt) {
      return false;
    }
    if (fault == Fault.GONE) {
      gone = true;
    }
    full |= fault == Fault.FULL;
    down |= fault == Fault.DOWN;
    readOnly |= fault == Fault.READ_ONLY;
    return true;
  }

  private void step(boolean changes) throws IOException {
    boolean failing = isFailing();
    if (failing && gone) {
      throw new Gone();
    }
    checkUp(changes);
    boolean fails = failing && fault != Fault.FULL && fault != Fault.READ_ONLY;
    if (fails) {
      throw new IOException("simulated failure");
    }
  }

  private void checkUp(boolean changes) throws IOException {
    if (down) {
      throw new IOException("Input/output error");
    }
    if (readOnly && changes) {
      throw new IOException("Read-only file system");
    }
  }

  private final class File implements DiskFile {
    private final Content content;

    File(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.system.length;
    }

    @Override
    public void write(long position, byte[] bytes, int offset, int length) throws IOException {
      boolean failing = isFailing();
      checkUp(true);
      boolean grows = position + length > content.system.length;
      if (full && grows) {
        throw new IOException("No space left on device");
      }
      int done = failing && fault != Fault.FULL ? random.nextInt(length + 1) : length;
      put((int) position, bytes, offset, done);
      if (failing && gone) {
        throw new Gone();
      }
      if (failing && fault == Fault.FAILS) {
        throw new IOException("simulated failure");
      }
    }

    private void put(int position, byte[] bytes, int offset, int length) {
      if (length == 0) {
        return;
      }
      if (content.system.length < position + length) {
        content.system = Arrays.copyOf(content.system, position + length);
      }
      System.arraycopy(bytes, offset, content.system, position, length);
      content.dirty.set(position / SECTOR, (position + length - 1) / SECTOR + 1);
    }

    @Override
    public int read(long position, byte[] bytes, int offset, int length) throws IOException {
      checkUp(false);
      int count = (int) Math.max(0, Math.min(length, content.system.length - position));
      System.arraycopy(content.system, (int) position, bytes, offset, count);
      return count;
    }

    @Override
    public void truncate(long size) throws IOException {
      step(true);
      content.system = Arrays.copyOf(content.system, (int) size);
      content.medium = Arrays.copyOf(content.medium, (int) Math.min(size, content.medium.length));
    }

    @Override
    public void force() throws IOException {
      boolean failing = isFailing();
      if (failing && gone) {
        throw new Gone();
      }
      boolean fails = failing || down || readOnly;
      if (!fails) {
        content.dirty.stream().forEach(sector -> settle(content, sector));
      }
      content.dirty.clear();
      if (fails) {
        throw new IOException("simulated failure to force");
      }
    }

    @Override
    public void close() {}
  }
}
