package io.weir.api.encoding;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.zip.Deflater;

/**
 * Writes batches as {@code weir.batch.v1.Batch}. Allocates nothing per row once it has seen the
 * largest batch, text and bytes apart. Keeps scratch room and what it learnt about channels.
 * Confined to one thread at a time.
 *
 * <p>Rows come back in their order and bit for bit, with two exceptions that the model's contracts
 * give: a row of bad quality has no value, and the bits of a boolean are 0 or 1.
 */
public final class BatchEncoder implements AutoCloseable {
  private static final int WORTH_DEFLATING = 200;

  private final SeriesTable table;
  private int[] groups = new int[64];
  private boolean[] started = new boolean[64];
  private long[] previous = new long[64];
  private final WireWriter sizes = new WireWriter(64);
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
  private byte[] squeezed = new byte[0];

  /**
   * @param types type of each channel number's values; asked once for each number
   */
  public BatchEncoder(IntFunction<ValueType> types) {
    this.table = new SeriesTable(types);
  }

  /**
   * Adds the batch's message to the buffer.
   *
   * @throws IllegalArgumentException if the batch has too many rows or bytes, or a channel number
   *     is too high
   */
  public void encode(Batch batch, WireWriter out) {
    int rows = batch.size();
    if (rows > BatchFormat.MAX_ROWS) {
      throw new IllegalArgumentException(
          "a batch of " + rows + " rows is above the limit of " + BatchFormat.MAX_ROWS);
    }
    int start = out.size();
    int columns = table.read(batch);
    out.uint(BatchFormat.ROWS, rows);
    channels(out);
    kinds(out);
    times(batch, out);
    runs(rows, out);
    if ((columns & (1 << BatchFormat.INTEGERS)) != 0) {
      integers(batch, out);
    }
    if ((columns & (1 << BatchFormat.BOOLEANS)) != 0) {
      booleans(batch, out);
    }
    if ((columns & (1 << BatchFormat.FLOATS)) != 0) {
      floats(batch, out);
    }
    if ((columns & (1 << BatchFormat.DOUBLES)) != 0) {
      doubles(batch, out);
    }
    if ((columns & (1 << BatchFormat.BLOBS)) != 0) {
      blobs(batch, out);
    }
    qualities(batch, out);
    if (out.size() - start > BatchFormat.MAX_BYTES) {
      out.truncate(start);
      throw new IllegalArgumentException(
          "a batch of more than " + BatchFormat.MAX_BYTES + " bytes cannot be encoded");
    }
  }

  /** As {@link #encode}, deflated where that saves at least a tenth. */
  public void encodeDeflated(Batch batch, WireWriter out) {
    int start = out.size();
    encode(batch, out);
    int length = out.size() - start;
    if (length < WORTH_DEFLATING) {
      return;
    }
    if (squeezed.length < length) {
      squeezed = new byte[length];
    }
    deflater.reset();
    deflater.setInput(out.array(), start, length);
    deflater.finish();
    int worth = length - length / 10;
    int packed = deflater.deflate(squeezed, 0, worth);
    if (deflater.finished()) {
      out.truncate(start);
      int mark = out.begin(BatchFormat.DEFLATED);
      out.raw(squeezed, 0, packed);
      out.end(mark);
    }
  }

  /** Number of different channels in the batch encoded last. */
  public int seriesCount() {
    return table.count;
  }

  /** Channel number of a series of the batch encoded last, in order of first appearance. */
  public int seriesChannel(int series) {
    return table.channel[series];
  }

  /** Frees what deflating holds outside the heap. */
  @Override
  public void close() {
    deflater.end();
  }

  private void channels(WireWriter out) {
    int mark = out.begin(BatchFormat.CHANNELS);
    int expected = 0;
    for (int s = 0; s < table.count; ) {
      int start = table.channel[s];
      int end = s + 1;
      while (end < table.count && table.channel[end] == start + (end - s)) {
        end++;
      }
      out.zigzag(start - expected);
      out.zigzag(end - s);
      expected = start + (end - s);
      s = end;
    }
    out.endOrDrop(BatchFormat.CHANNELS, mark);
  }

  private void kinds(WireWriter out) {
    int mark = out.begin(BatchFormat.KINDS);
    for (int s = 0; s < table.count; ) {
      int end = s + 1;
      while (end < table.count && table.kind[end] == table.kind[s]) {
        end++;
      }
      out.varint(table.kind[s]);
      out.varint(end - s);
      s = end;
    }
    out.endOrDrop(BatchFormat.KINDS, mark);
  }

  private void times(Batch batch, WireWriter out) {
    int rows = batch.size();
    int count = 0;
    int mark = out.begin(BatchFormat.TIMES);
    long time = 0;
    long step = 0;
    for (int row = 0; row < rows; ) {
      long next = batch.time(row);
      int end = row + 1;
      while (end < rows && batch.time(end) == next) {
        end++;
      }
      out.zigzag(next - time - step);
      step = count == 0 ? 0 : next - time;
      time = next;
      if (count == groups.length) {
        groups = Arrays.copyOf(groups, count * 2);
      }
      groups[count++] = end - row;
      row = end;
    }
    out.endOrDrop(BatchFormat.TIMES, mark);
    mark = out.begin(BatchFormat.GROUPS);
    for (int g = 0; g < count; ) {
      int end = g + 1;
      while (end < count && groups[end] == groups[g]) {
        end++;
      }
      out.varint(groups[g]);
      out.varint(end - g);
      g = end;
    }
    out.endOrDrop(BatchFormat.GROUPS, mark);
  }

  private void runs(int rows, WireWriter out) {
    int mark = out.begin(BatchFormat.RUNS);
    int[] series = table.series;
    int expected = 0;
    for (int row = 0; row < rows; ) {
      int start = series[row];
      int begin = row;
      int next = start;
      do {
        next = next + 1 == table.count ? 0 : next + 1;
        row++;
      } while (row < rows && series[row] == next);
      out.zigzag(start - expected);
      out.zigzag(row - begin);
      expected = next;
    }
    out.endOrDrop(BatchFormat.RUNS, mark);
  }

  private void integers(Batch batch, WireWriter out) {
    if (started.length < table.count) {
      started = new boolean[table.count * 2];
      previous = new long[table.count * 2];
    }
    Arrays.fill(started, 0, table.count, false);
    int rows = batch.size();
    int mark = out.begin(BatchFormat.INTEGERS);
    out.reserve(rows * 10);
    byte[] bytes = out.array();
    int at = out.size();
    long last = 0;
    for (int row = 0; row < rows; row++) {
      int s = table.series[row];
      if (Kind.isInteger(table.kind[s]) && !Quality.isBad(batch.quality(row))) {
        long value = table.integer[row];
        long delta = value - (started[s] ? previous[s] : last);
        started[s] = true;
        previous[s] = value;
        last = value;
        at = WireWriter.putVarint(bytes, at, (delta << 1) ^ (delta >> 63));
      }
    }
    out.advanceTo(at);
    out.endOrDrop(BatchFormat.INTEGERS, mark);
  }

  private void booleans(Batch batch, WireWriter out) {
    int mark = out.begin(BatchFormat.BOOLEANS);
    int bit = 0;
    for (int row = 0; row < batch.size(); row++) {
      if (has(batch, row, Kind.BOOLEAN)) {
        if ((bit & 7) == 0) {
          out.skip(1);
        }
        if (batch.bits(row) != 0) {
          out.array()[out.size() - 1] |= (byte) (1 << (bit & 7));
        }
        bit++;
      }
    }
    out.endOrDrop(BatchFormat.BOOLEANS, mark);
  }

  private void floats(Batch batch, WireWriter out) {
    int mark = out.begin(BatchFormat.FLOATS);
    for (int row = 0; row < batch.size(); row++) {
      if (has(batch, row, Kind.FLOAT)) {
        float value = (float) Double.longBitsToDouble(batch.bits(row));
        out.fixed32(Float.floatToRawIntBits(value));
      }
    }
    out.endOrDrop(BatchFormat.FLOATS, mark);
  }

  private void doubles(Batch batch, WireWriter out) {
    int mark = out.begin(BatchFormat.DOUBLES);
    for (int row = 0; row < batch.size(); row++) {
      if (has(batch, row, Kind.DOUBLE)) {
        out.fixed64(batch.bits(row));
      }
    }
    out.endOrDrop(BatchFormat.DOUBLES, mark);
  }

  private void blobs(Batch batch, WireWriter out) {
    sizes.clear();
    int mark = out.begin(BatchFormat.BLOBS);
    for (int row = 0; row < batch.size(); row++) {
      if (has(batch, row, Kind.TEXT) || has(batch, row, Kind.BYTES)) {
        Object value = batch.object(row);
        if (value == null) {
          sizes.varint(0);
        } else {
          byte[] content =
              value instanceof byte[] b ? b : ((String) value).getBytes(StandardCharsets.UTF_8);
          out.raw(content, 0, content.length);
          sizes.varint(content.length + 1L);
        }
      }
    }
    out.endOrDrop(BatchFormat.BLOBS, mark);
    mark = out.begin(BatchFormat.BLOB_SIZES);
    out.raw(sizes.array(), 0, sizes.size());
    out.endOrDrop(BatchFormat.BLOB_SIZES, mark);
  }

  private boolean has(Batch batch, int row, int kind) {
    return table.kind[table.series[row]] == kind && !Quality.isBad(batch.quality(row));
  }

  private void qualities(Batch batch, WireWriter out) {
    int rows = batch.size();
    int mark = out.begin(BatchFormat.QUALITIES);
    int done = 0;
    for (int row = 0; row < rows; ) {
      byte quality = batch.quality(row);
      if (quality == Quality.GOOD) {
        row++;
        continue;
      }
      int end = row + 1;
      while (end < rows && batch.quality(end) == quality) {
        end++;
      }
      out.varint(row - done);
      out.varint(end - row);
      out.varint(quality & 0xFF);
      done = end;
      row = end;
    }
    out.endOrDrop(BatchFormat.QUALITIES, mark);
  }
}
