package io.weir.security.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Steps of which one fails. */
final class FaultySteps extends FileSteps {
  static final String REASON = "the disk is full";

  /** What fails. */
  enum Fault {
    /** A file cannot be made. */
    CREATE,
    /** A file is made, and written to the half. */
    HALF,
    MOVE,
    FORCE
  }

  private Fault fault = Fault.CREATE;
  private int countdown;
  private boolean failed;

  /** The n-th step of this kind from now on fails, once. */
  void fail(Fault what, int n) {
    fault = what;
    countdown = n;
    failed = false;
  }

  boolean hasFailed() {
    return failed;
  }

  @Override
  void create(Path file, byte[] content) throws IOException {
    check(Fault.CREATE);
    if (isDue(Fault.HALF)) {
      super.create(file, Arrays.copyOf(content, content.length / 2));
      throw new IOException(REASON);
    }
    super.create(file, content);
  }

  @Override
  void move(Path from, Path to) throws IOException {
    check(Fault.MOVE);
    super.move(from, to);
  }

  @Override
  void force(Path directory) throws IOException {
    check(Fault.FORCE);
    super.force(directory);
  }

  private void check(Fault step) throws IOException {
    if (isDue(step)) {
      throw new IOException(REASON);
    }
  }

  private boolean isDue(Fault step) {
    boolean due = step == fault && countdown > 0 && --countdown == 0;
    failed |= due;
    return due;
  }
}
