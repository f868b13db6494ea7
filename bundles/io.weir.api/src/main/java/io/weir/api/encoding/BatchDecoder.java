package io.weir.api.encoding;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code weir.batch.v1.Batch}. Whatever the bytes, it throws nothing but {@link
 * MalformedException} and takes no more memory than its limits allow. Allocates nothing per row
 * once it has seen the largest batch, text and bytes apart. Confined to one thread at a time.
 */
public final class BatchDecoder implements AutoCloseable {
  private final int maxRows;
  private final int maxBytes;
  private final WireReader fields = new WireReader();
  private final WireReader[] column = new WireReader[BatchFormat.FIELDS];
  private final RowCursor cursor;
  private final Inflater inflater = new Inflater();
  private byte[] inflated = new byte[0];
  private int[] channel = new int[64];
  private byte[] kind = new byte[64];
  private boolean[] started = new boolean[64];
  private long[] previous = new long[64];
  private int seriesCount;

  /** Takes messages up to the limits of {@link BatchFormat}. */
  public BatchDecoder() {
    this(BatchFormat.MAX_ROWS, BatchFormat.MAX_BYTES);
  }

  /**
   * @param maxRows most rows of a message
   * @param maxBytes most bytes of an inflated message
   */
  public BatchDecoder(int maxRows, int maxBytes) {
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
    Arrays.setAll(column, field -> new WireReader());
    cursor = new RowCursor(column);
  }

  /**
   * Adds the message's rows to the batch.
   *
   * @throws MalformedException if the bytes are not such a message; nothing is added then
   */
  public void decode(byte[] bytes, int offset, int length, Batch out) throws MalformedException {
    int before = out.size();
    try {
      message(bytes, offset, length, out, true);
    } catch (MalformedException e) {
      out.truncate(before);
      throw e;
    }
  }

  /** Number of series of the message decoded last. */
  public int seriesCount() {
    return seriesCount;
  }

  /** Channel number of a series of the message decoded last. */
  public int seriesChannel(int series) {
    return channel[series];
  }

  /** Type of a series' values in the message decoded last. */
  public ValueType seriesType(int series) {
    return Kind.type(kind[series]);
  }

  /** Frees what inflating holds outside the heap. */
  @Override
  public void close() {
    inflater.end();
  }

  private void message(byte[] bytes, int offset, int length, Batch out, boolean mayInflate)
      throws MalformedException {
    for (WireReader each : column) {
      each.over(bytes, 0, 0);
    }
    int rows = 0;
    int present = 0;
    fields.over(bytes, offset, length);
    for (int field = fields.next(); field != 0; field = fields.next()) {
      if (field >= BatchFormat.FIELDS) {
        fields.skip();
        continue;
      }
      if ((present & (1 << field)) != 0) {
        throw new MalformedException("field " + field + " of a batch stands twice");
      }
      present |= 1 << field;
      if (field == BatchFormat.ROWS) {
        rows = fields.uint(maxRows);
      } else {
        fields.message(column[field]);
      }
    }
    if ((present & (1 << BatchFormat.DEFLATED)) != 0) {
      if (!mayInflate) {
        throw new MalformedException("a deflated batch inside a deflated batch");
      }
      int size = inflate(column[BatchFormat.DEFLATED]);
      message(inflated, 0, size, out, false);
    } else {
      rows(rows, out);
    }
  }

  private int inflate(WireReader source) throws MalformedException {
    inflater.reset();
    inflater.setInput(source.array(), source.position(), source.remaining());
    int size = 0;
    try {
      while (!inflater.finished()) {
        if (size == inflated.length) {
          if (size == maxBytes) {
            throw new MalformedException("a deflated batch is larger than " + maxBytes + " bytes");
          }
          inflated = Arrays.copyOf(inflated, Math.min(maxBytes, Math.max(size * 2, 4096)));
        }
        int more = inflater.inflate(inflated, size, inflated.length - size);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new MalformedException("a deflated batch ends too early");
        }
        size += more;
      }
    } catch (DataFormatException e) {
      MalformedException wrong = new MalformedException("a deflated batch cannot be inflated");
      wrong.initCause(e);
      throw wrong;
    }
    return size;
  }

  private void rows(int rows, Batch out) throws MalformedException {
    seriesCount = 0;
    int count = channels(rows);
    kinds(count);
    seriesCount = count;
    Arrays.fill(started, 0, count, false);
    cursor.reset(rows, count);
    WireReader integers = column[BatchFormat.INTEGERS];
    long last = 0;
    for (int row = 0; row < rows; row++) {
      cursor.next();
      int s = cursor.series;
      int form = kind[s];
      byte quality = cursor.quality;
      if (Quality.isBad(quality)) {
        out.add(channel[s], cursor.time, 0, quality);
      } else if (Kind.isInteger(form)) {
        last = integers.zigzag() + (started[s] ? previous[s] : last);
        started[s] = true;
        previous[s] = last;
        long bits =
            form == Kind.INTEGER ? last : Double.doubleToRawLongBits(Kind.unscale(form, last));
        out.add(channel[s], cursor.time, bits, quality);
      } else if (form == Kind.TEXT || form == Kind.BYTES) {
        out.addObject(channel[s], cursor.time, blob(form), quality);
      } else {
        out.add(channel[s], cursor.time, fixed(form), quality);
      }
    }
    cursor.finish();
    for (int field = BatchFormat.CHANNELS; field < BatchFormat.DEFLATED; field++) {
      if (!column[field].atEnd()) {
        throw new MalformedException("column " + field + " has more entries than there are rows");
      }
    }
  }

  private long fixed(int form) throws MalformedException {
    return switch (form) {
      case Kind.BOOLEAN -> cursor.bit();
      case Kind.FLOAT ->
          Double.doubleToRawLongBits(Float.intBitsToFloat(column[BatchFormat.FLOATS].fixed32()));
      default -> column[BatchFormat.DOUBLES].fixed64();
    };
  }

  private @Nullable Object blob(int form) throws MalformedException {
    long size = column[BatchFormat.BLOB_SIZES].varint();
    if (size == 0) {
      return null;
    }
    WireReader blobs = column[BatchFormat.BLOBS];
    if (size < 0 || size - 1 > blobs.remaining()) {
      throw new MalformedException(
          "a value claims "
              + Long.toUnsignedString(size - 1)
              + " bytes, there are "
              + blobs.remaining());
    }
    int length = (int) (size - 1);
    return form == Kind.TEXT ? blobs.utf8(length) : blobs.octets(length);
  }

  private int channels(int rows) throws MalformedException {
    WireReader runs = column[BatchFormat.CHANNELS];
    int count = 0;
    long expected = 0;
    while (!runs.atEnd()) {
      long start = expected + runs.zigzag();
      long length = runs.zigzag();
      if (start < 0 || start > BatchFormat.MAX_CHANNEL) {
        throw new MalformedException("channel number " + start + " is out of range");
      }
      if (length < 1 || length > rows - count || start + length - 1 > BatchFormat.MAX_CHANNEL) {
        throw new MalformedException("a run of " + length + " channels is too long");
      }
      room(count + (int) length);
      for (int i = 0; i < length; i++) {
        channel[count++] = (int) start + i;
      }
      expected = start + length;
    }
    return count;
  }

  private void room(int count) {
    if (count > channel.length) {
      int room = Math.max(count, channel.length * 2);
      channel = Arrays.copyOf(channel, room);
      kind = new byte[room];
      started = new boolean[room];
      previous = new long[room];
    }
  }

  private void kinds(int count) throws MalformedException {
    WireReader runs = column[BatchFormat.KINDS];
    int done = 0;
    while (!runs.atEnd()) {
      long form = runs.varint();
      long length = runs.varint();
      if (!Kind.isKnown(form)) {
        throw new MalformedException(
            "kind " + Long.toUnsignedString(form) + " is not known to this version");
      }
      if (length < 1 || length > count - done) {
        throw new MalformedException("there are more kinds than channels");
      }
      Arrays.fill(kind, done, done + (int) length, (byte) form);
      done += (int) length;
    }
    if (done != count) {
      throw new MalformedException("there are fewer kinds than channels");
    }
  }
}
