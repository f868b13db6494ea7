package io.weir.store.internal;

import io.weir.api.encoding.WireWriter;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.Gap;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a sealed segment anew with every second sample taken out, into a file as large as that
 * needs, and puts it in the segment's place. Entries keep their sequences, also those of which
 * nothing is left.
 *
 * <p>The copy is forced before its header is written, and the header before the original's is
 * wiped: at any moment one of the two holds, and where both are there the copy does. One thread at
 * a time.
 */
final class SegmentThinner {
  private static final int FLUSH = 1 << 16;

  private final LaneFiles files;
  private final LaneLog log;
  private final GatewayClock clock;
  private final ChannelTable channels;
  private final LaneStatus status;

  SegmentThinner(
      LaneFiles files, LaneLog log, GatewayClock clock, ChannelTable channels, LaneStatus status) {
    this.files = files;
    this.log = log;
    this.clock = clock;
    this.channels = channels;
    this.status = status;
  }

  /** What there is in a sealed segment. */
  Span measure(Segment segment) throws IOException {
    try (SegmentWalk walk = SegmentWalk.over(files, segment, clock)) {
      while (walk != null && walk.next()) {
        // Counted on the way.
      }
      return walk == null ? Span.UNKNOWN : walk.span();
    }
  }

  /** Thins a sealed segment; returns whether it did, which it does not if that is gone. */
  boolean thin(Segment segment, Gap.Reason reason) throws IOException {
    try (SegmentWalk walk = SegmentWalk.over(files, segment, clock)) {
      if (walk == null) {
        return false;
      }
      Path path = files.pool().newName();
      DiskFile file = files.disk().open(path);
      boolean done = false;
      try {
        done = thin(segment, reason, walk, path, file);
      } finally {
        if (!done) {
          file.close();
          files.disk().delete(path);
        }
      }
      return done;
    }
  }

  private boolean thin(
      Segment segment, Gap.Reason reason, SegmentWalk walk, Path path, DiskFile file)
      throws IOException {
    long id = log.takeId();
    Copy copy = new Copy(file, id, number -> line(number, walk));
    copy.run(segment, walk);
    file.force();
    files.disk().forceDirectory(files.directory());
    Thinning thinning = segment.thinning.more(reason, copy.taken, walk.span());
    SegmentHeader header =
        new SegmentHeader(files.settings().lane().code(), id, segment.firstSequence, thinning);
    boolean done = log.replace(segment, new Slot(path, file, copy.end), header);
    if (done) {
      status.thinned(copy.taken);
    }
    return done;
  }

  private @Nullable ChannelInfo line(int number, SegmentWalk walk) {
    ChannelInfo line = channels.get(number);
    return line == null ? walk.line(number) : line;
  }

  /** The copy as it is written. */
  private static final class Copy {
    private final DiskFile file;
    private final long id;
    private final EntryStage.Lines lines;
    private final EverySecond everySecond = new EverySecond();
    private final WireWriter pending = new WireWriter(FLUSH * 2);
    private long taken;
    private long end = SegmentHeader.SIZE;

    Copy(DiskFile file, long id, EntryStage.Lines lines) {
      this.file = file;
      this.id = id;
      this.lines = lines;
    }

    void run(Segment segment, SegmentWalk walk) throws IOException {
      file.write(0, new byte[SegmentHeader.SIZE], 0, SegmentHeader.SIZE);
      EntryStage stage = new EntryStage(lines);
      try {
        long before = segment.firstSequence - 1;
        while (walk.next()) {
          Batch batch = walk.batch();
          if (isKnown(batch)) {
            taken += everySecond.apply(batch);
            stage.take(batch);
            stage.write(pending, id, walk.sequence(), before, walk.boot(), walk.time());
            stage.written();
          }
          before = walk.sequence();
          flush(FLUSH);
        }
        flush(1);
      } finally {
        stage.close();
      }
    }

    /** Whether each channel has a type: it has, unless the table and the segment are damaged. */
    private boolean isKnown(Batch batch) {
      for (int row = 0; row < batch.size(); row++) {
        if (lines.get(batch.channel(row)) == null) {
          return false;
        }
      }
      return true;
    }

    private void flush(int least) throws IOException {
      if (pending.size() >= least) {
        file.write(end, pending.array(), 0, pending.size());
        end += pending.size();
        pending.clear();
      }
    }
  }
}
