package io.weir.api.encoding;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The encoder's view of one batch: which series it has, which row belongs to which, in which form
 * each stands, and the integer for each row of a decimal form. Keeps what it learnt about a channel
 * for the next batch.
 */
final class SeriesTable {
  /** After so many batches the forms are learnt anew, so that one odd value does not stay. */
  private static final int RELEARN = 256;

  private final IntFunction<ValueType> types;
  private long[] seen = new long[64];
  private byte[] learnt = new byte[64];
  private int stamp;

  int count;
  int[] channel = new int[64];
  byte[] kind = new byte[64];
  int[] series = new int[64];
  long[] integer = new long[64];
  private boolean[] raised = new boolean[64];

  SeriesTable(IntFunction<ValueType> types) {
    this.types = types;
  }

  /**
   * Takes in the batch; returns the set of columns its values need, a bit for each field number.
   */
  int read(Batch batch) {
    int rows = batch.size();
    nextStamp();
    count = 0;
    if (series.length < rows) {
      series = new int[rows];
      integer = new long[rows];
    }
    boolean again = false;
    for (int row = 0; row < rows; row++) {
      int s = seriesOf(batch.channel(row));
      series[row] = s;
      if (Kind.isInteger(kind[s]) || kind[s] == Kind.FLOAT) {
        again |= place(batch, row, s);
      }
    }
    while (again) {
      again = false;
      boolean[] before = Arrays.copyOf(raised, count);
      Arrays.fill(raised, 0, count, false);
      for (int row = 0; row < rows; row++) {
        int s = series[row];
        if (before[s]) {
          again |= place(batch, row, s);
        }
      }
    }
    int columns = 0;
    for (int s = 0; s < count; s++) {
      learnt[channel[s]] = kind[s];
      columns |= 1 << column(kind[s]);
    }
    return columns;
  }

  /** Puts the row's value into the series' form; true if the form had to change for it. */
  private boolean place(Batch batch, int row, int s) {
    long bits = batch.bits(row);
    int form = kind[s];
    if (form == Kind.INTEGER) {
      integer[row] = bits;
      return false;
    }
    if (Quality.isBad(batch.quality(row))) {
      return false;
    }
    if (form >= Kind.QUOTIENT) {
      long scaled = Kind.scale(form, Double.longBitsToDouble(bits));
      if (Kind.isExact(form, scaled, bits)) {
        integer[row] = scaled;
        return false;
      }
    } else if (Kind.fits(form, bits)) {
      return false;
    }
    form = Kind.raise(form, bits);
    kind[s] = (byte) form;
    raised[s] = true;
    if (form >= Kind.QUOTIENT) {
      integer[row] = Kind.scale(form, Double.longBitsToDouble(bits));
    }
    return true;
  }

  private int seriesOf(int number) {
    if (number >= seen.length) {
      grow(number);
    }
    long mark = seen[number];
    if (mark >>> 32 == stamp) {
      return (int) mark;
    }
    int s = count++;
    seen[number] = ((long) stamp << 32) | s;
    if (s == channel.length) {
      channel = Arrays.copyOf(channel, s * 2);
      kind = Arrays.copyOf(kind, s * 2);
      raised = Arrays.copyOf(raised, s * 2);
    }
    channel[s] = number;
    raised[s] = false;
    byte form = learnt[number];
    if (form == 0) {
      form = Kind.first(types.apply(number));
    } else if (stamp % RELEARN == 0 && Kind.isDouble(form)) {
      form = Kind.first(ValueType.DOUBLE);
    }
    kind[s] = form;
    return s;
  }

  private void nextStamp() {
    if (++stamp < 0) {
      Arrays.fill(seen, 0);
      stamp = 1;
    }
  }

  private void grow(int number) {
    if (number > BatchFormat.MAX_CHANNEL) {
      throw new IllegalArgumentException(
          "channel number " + number + " is above " + BatchFormat.MAX_CHANNEL);
    }
    int room = Math.max(number + 1, seen.length * 2);
    seen = Arrays.copyOf(seen, room);
    learnt = Arrays.copyOf(learnt, room);
  }

  private static int column(int form) {
    if (Kind.isInteger(form)) {
      return BatchFormat.INTEGERS;
    }
    return switch (form) {
      case Kind.BOOLEAN -> BatchFormat.BOOLEANS;
      case Kind.FLOAT -> BatchFormat.FLOATS;
      case Kind.DOUBLE -> BatchFormat.DOUBLES;
      default -> BatchFormat.BLOBS;
    };
  }
}
