package io.weir.store.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.store.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds lines of the channel table in the journal, whose segments carry those they use. */
final class ChannelRescue {
  private final Map<Integer, ChannelInfo> found = new TreeMap<>();

  private ChannelRescue() {}

  /** All lines in the segments of the telemetry lane, by number. */
  static Map<Integer, ChannelInfo> lines(Disk disk, Path data) throws IOException {
    Path directory = data.resolve("journal").resolve(JournalLane.name(Lane.TELEMETRY));
    ChannelRescue rescue = new ChannelRescue();
    for (String name : disk.list(directory)) {
      if (name.matches("\\d{1,9}\\.seg(\\.damaged)?")) {
        try (DiskFile file = disk.openForReading(directory.resolve(name))) {
          rescue.read(file);
        }
      }
    }
    return rescue.found;
  }

  private void read(DiskFile file) throws IOException {
    long capacity = file.size();
    byte[] bytes = new byte[SegmentHeader.SIZE];
    file.read(0, bytes, 0, bytes.length);
    int lane = Lane.TELEMETRY.code();
    @Nullable SegmentHeader header = SegmentHeader.parse(bytes);
    if (header == null) {
      header = Salvage.header(file, capacity, lane);
    }
    if (header == null || header.lane() != lane) {
      return;
    }
    RecordScanner scanner = new RecordScanner(file, header.id(), SegmentHeader.SIZE);
    long last = 0;
    boolean more = true;
    while (more) {
      while (scanner.next(capacity)) {
        last = Math.max(last, scanner.sequence());
        if (scanner.kind() == RecordFormat.CHANNELS) {
          scanner.channels(found);
        }
      }
      more = scanner.resync(capacity, last);
    }
  }
}
