package io.weir.store.internal;

import io.weir.api.encoding.MalformedException;
import io.weir.api.encoding.WireReader;
import io.weir.api.encoding.WireWriter;
import io.weir.api.store.HistoryLevel;
import java.util.List;

/**
 * The bytes of a row of rollups: of one channel, a level, in the order of time, each within one
 * step of the level. {@code storage.md} has the format. Confined to one thread.
 */
final class RollupCodec {
  private static final int HELD = 1;
  private static final int COVERED = 2;
  private static final int EMPTY = 4;

  /** Values as multiples of powers of ten up to this one; above it the modes of plain bits. */
  private static final int MOST_DECIMALS = 6;

  private static final int DOUBLES = 8;
  private static final double MOST_SCALED = 1L << 40;
  private static final double MOST_SUM = 1L << 62;
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

  private final WireWriter out = new WireWriter(512);
  private final WireReader in = new WireReader();

  /**
   * The bytes of these rollups.
   *
   * @param origin start of what the row stands for, epoch microseconds
   */
  byte[] encode(HistoryLevel level, long origin, List<Rollup> rollups) {
    int mode = mode(rollups);
    out.clear();
    out.varint(mode);
    long step = Math.floorDiv(origin, level.micros());
    long offset = 0;
    long length = 0;
    long count = 0;
    double last = 0;
    for (Rollup each : rollups) {
      long at = Math.floorDiv(each.start, level.micros());
      boolean whole = each.covered == each.end - each.start;
      out.varint(at - step);
      out.varint((each.held ? HELD : 0) | (whole ? COVERED : 0) | (each.count == 0 ? EMPTY : 0));
      step = at;
      long newOffset = each.start - at * level.micros();
      out.zigzag(newOffset - offset);
      offset = newOffset;
      out.zigzag(each.end - each.start - length);
      length = each.end - each.start;
      if (!whole) {
        out.varint(each.covered);
      }
      if (each.count > 0) {
        out.zigzag(each.count - count);
        count = each.count;
        if (mode == DOUBLES) {
          doubles(each);
        } else {
          decimals(each, POWERS[mode], last);
        }
        last = each.last;
      } else if (each.covered > 0) {
        out.fixed64(Double.doubleToRawLongBits(each.integral));
      }
    }
    return out.toByteArray();
  }

  /**
   * Adds the rollups of a row to the list.
   *
   * @throws MalformedException if the bytes are not such a row
   */
  void decode(HistoryLevel level, long origin, byte[] data, List<Rollup> rollups)
      throws MalformedException {
    in.over(data, 0, data.length);
    long mode = in.varint();
    if (mode < 0 || (mode > MOST_DECIMALS && mode != DOUBLES)) {
      throw new MalformedException("rollups of mode " + mode + " are not known");
    }
    long step = Math.floorDiv(origin, level.micros());
    long offset = 0;
    long length = 0;
    long count = 0;
    long last = 0;
    while (!in.atEnd()) {
      Rollup each = new Rollup();
      each.any = true;
      step += in.varint();
      long flags = in.varint();
      offset += in.zigzag();
      length += in.zigzag();
      each.start = step * level.micros() + offset;
      each.end = each.start + length;
      each.held = (flags & HELD) != 0;
      each.covered = (flags & COVERED) != 0 ? length : in.varint();
      if ((flags & EMPTY) == 0) {
        count += in.zigzag();
        each.count = count;
        if (mode == DOUBLES) {
          doublesInto(each);
        } else {
          last = decimalsInto(each, POWERS[(int) mode], last);
        }
      } else if (each.covered > 0) {
        each.integral = Double.longBitsToDouble(in.fixed64());
      }
      rollups.add(each);
    }
  }

  private static int mode(List<Rollup> rollups) {
    for (int mode = 0; mode <= MOST_DECIMALS; mode++) {
      boolean fits = true;
      for (int i = 0; i < rollups.size() && fits; i++) {
        Rollup each = rollups.get(i);
        fits =
            each.count == 0
                || (isExact(each.min, mode)
                    && isExact(each.max, mode)
                    && isExact(each.first, mode)
                    && isExact(each.last, mode)
                    && Math.abs(each.sum * POWERS[mode]) < MOST_SUM
                    && Math.abs(each.integral * POWERS[mode]) < MOST_SUM);
      }
      if (fits) {
        return mode;
      }
    }
    return DOUBLES;
  }

  private static boolean isExact(double value, int decimals) {
    double scaled = Math.rint(value * POWERS[decimals]);
    return Math.abs(scaled) < MOST_SCALED
        && Double.doubleToRawLongBits((long) scaled / POWERS[decimals])
            == Double.doubleToRawLongBits(value);
  }

  private void decimals(Rollup each, double power, double before) {
    long first = Math.round(each.first * power);
    long last = Math.round(each.last * power);
    out.zigzag(first - Math.round(before * power));
    out.zigzag(last - first);
    out.varint(Math.min(first, last) - Math.round(each.min * power));
    out.varint(Math.round(each.max * power) - Math.max(first, last));
    out.zigzag(Math.round(each.sum * power) - first * each.count);
    // May wrap around, and wraps back.
    out.zigzag(Math.round(each.integral * power) - first * each.covered);
  }

  private long decimalsInto(Rollup each, double power, long before) throws MalformedException {
    long first = before + in.zigzag();
    long last = first + in.zigzag();
    each.first = first / power;
    each.last = last / power;
    each.min = (Math.min(first, last) - in.varint()) / power;
    each.max = (Math.max(first, last) + in.varint()) / power;
    each.sum = (in.zigzag() + first * each.count) / power;
    each.integral = (in.zigzag() + first * each.covered) / power;
    return last;
  }

  private void doubles(Rollup each) {
    out.fixed64(Double.doubleToRawLongBits(each.first));
    out.fixed64(Double.doubleToRawLongBits(each.last));
    out.fixed64(Double.doubleToRawLongBits(each.min));
    out.fixed64(Double.doubleToRawLongBits(each.max));
    out.fixed64(Double.doubleToRawLongBits(each.sum));
    out.fixed64(Double.doubleToRawLongBits(each.integral));
  }

  private void doublesInto(Rollup each) throws MalformedException {
    each.first = Double.longBitsToDouble(in.fixed64());
    each.last = Double.longBitsToDouble(in.fixed64());
    each.min = Double.longBitsToDouble(in.fixed64());
    each.max = Double.longBitsToDouble(in.fixed64());
    each.sum = Double.longBitsToDouble(in.fixed64());
    each.integral = Double.longBitsToDouble(in.fixed64());
  }
}
