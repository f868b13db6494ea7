package io.weir.store.internal;

import io.weir.api.encoding.ChannelFormat;
import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import io.weir.api.model.ChannelInfo;
import java.io.IOException;
import java.util.Map;

/**
 * Walks the records of one segment through a window of its bytes. Confined to one thread at a time.
 */
final class RecordScanner {
  private static final int WINDOW = 1 << 16;

  private DiskFile file;
  private long segment;
  private byte[] window = new byte[WINDOW];
  private long windowStart;
  private int windowLength;
  private long next;
  private int record;

  RecordScanner(DiskFile file, long segment, long from) {
    this.file = file;
    over(file, segment, from);
  }

  /** Begins anew at this place of this segment. */
  void over(DiskFile newFile, long newSegment, long from) {
    file = newFile;
    segment = newSegment;
    windowStart = from;
    windowLength = 0;
    next = from;
  }

  /**
   * Moves to the next record if a whole and valid one stands there before the limit; stays where it
   * is if not.
   */
  boolean next(long limit) throws IOException {
    if (!isWhole(next, limit)) {
      return false;
    }
    record = (int) (next - windowStart);
    next += RecordFormat.HEADER + length();
    return true;
  }

  /**
   * Looks for a valid entry later than this sequence and later in the segment, and puts itself in
   * front of it; stays where it is if there is none.
   */
  boolean resync(long limit, long afterSequence) throws IOException {
    for (long at = next + 1; at + RecordFormat.HEADER <= limit; at++) {
      if (isWhole(at, limit)) {
        int index = (int) (at - windowStart);
        if (RecordFormat.isEntry(RecordFormat.kind(window, index))
            && RecordFormat.sequence(window, index) > afterSequence) {
          next = at;
          return true;
        }
      }
    }
    return false;
  }

  /** Puts itself at this place. */
  void skipTo(long place) {
    next = place;
  }

  /** Where the record after the current one stands. */
  long position() {
    return next;
  }

  byte kind() {
    return RecordFormat.kind(window, record);
  }

  long sequence() {
    return RecordFormat.sequence(window, record);
  }

  int boot() {
    return RecordFormat.boot(window, record);
  }

  long time() {
    return RecordFormat.time(window, record);
  }

  int count() {
    return RecordFormat.count(window, record);
  }

  /** The bytes the current record's payload stands in. */
  byte[] array() {
    return window;
  }

  /** Where in {@link #array()} the payload begins. */
  int offset() {
    return record + RecordFormat.HEADER;
  }

  /** Length of the payload. */
  int length() {
    return RecordFormat.length(window, record);
  }

  /** Adds the lines of the current record, one of channels, by their numbers. */
  void channels(Map<Integer, ChannelInfo> lines) {
    WireReader payload = new WireReader();
    WireReader line = new WireReader();
    try {
      payload.over(array(), offset(), length());
      for (int field = payload.next(); field != 0; field = payload.next()) {
        if (field == 1) {
          ChannelInfo channel = ChannelFormat.decode(payload.message(line));
          lines.put(channel.number(), channel);
        } else {
          payload.skip();
        }
      }
    } catch (MalformedException | IllegalArgumentException e) {
      // Its checksum is right, so that another version wrote it: what it says is not known here.
    }
  }

  private boolean isWhole(long at, long limit) throws IOException {
    if (!load(at, RecordFormat.HEADER, limit)) {
      return false;
    }
    int index = (int) (at - windowStart);
    if (!RecordFormat.isPlausible(window, index, limit - at)) {
      return false;
    }
    int whole = RecordFormat.HEADER + RecordFormat.length(window, index);
    return load(at, whole, limit)
        && RecordFormat.isValid(segment, window, (int) (at - windowStart));
  }

  /** Makes these bytes stand in the window; false if they do not all stand before the limit. */
  private boolean load(long at, int length, long limit) throws IOException {
    if (length > limit - at) {
      return false;
    }
    if (at >= windowStart && at + length <= windowStart + windowLength) {
      return true;
    }
    if (window.length < length) {
      window = new byte[length];
    }
    windowStart = at;
    windowLength = file.read(at, window, 0, (int) Math.min(window.length, limit - at));
    return windowLength >= length;
  }
}
