package io.weir.store.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples packed by channel, each channel's in the order in which they came and bit for bit. A
 * reading of a sensor takes five to eight bytes where a row of a {@link Batch} takes 21. Not thread
 * safe.
 *
 * <p>A sample is a head, what its distance in time differs from the one before it by, and a value:
 * as the difference to the one before it where it is a smaller integer or has three decimals at
 * most, else as it is. Quality follows where it changed.
 */
final class SampleLog {
  private static final int INTEGER = 0;
  private static final int DECIMAL = 1;
  private static final int WHOLE = 2;
  private static final int ZERO = 3;
  private static final int FORM = 3;
  private static final int QUALITY = 4;
  private static final int OBJECT = 8;

  private static final int NONE = -1;
  private static final long SMALL = 1L << 47;
  private static final double DECIMALS = 1000;
  private static final double EXACT = 1L << 52;

  private final ByteChains chains = new ByteChains();
  private final List<Object> objects = new ArrayList<>();
  private int size;
  private int channels;
  private int[] begin = new int[0];
  private int[] end = new int[0];
  private long[] time = new long[0];
  private long[] step = new long[0];
  private long[] number = new long[0];
  private byte[] quality = new byte[0];

  /** Number of samples. */
  int size() {
    return size;
  }

  /** Above the number of every channel that has samples. */
  int channels() {
    return channels;
  }

  /** Forgets all samples and keeps the room. */
  void clear() {
    chains.clear();
    objects.clear();
    Arrays.fill(begin, 0, channels, NONE);
    size = 0;
    channels = 0;
  }

  /** Adds all rows. */
  void addAll(Batch rows) {
    for (int row = 0; row < rows.size(); row++) {
      add(rows, row, rows.time(row), rows.quality(row));
    }
  }

  /** Adds a row with another time and quality. */
  void add(Batch from, int row, long micros, byte newQuality) {
    int channel = from.channel(row);
    open(channel);
    @Nullable Object object = from.object(row);
    long bits = object == null ? from.bits(row) : 0;
    long decimal = decimal(bits);
    int form = form(bits, decimal);
    int head = form;
    head |= newQuality == quality[channel] ? 0 : QUALITY;
    head |= object == null ? 0 : OBJECT;
    int at = chains.put(end[channel], head);
    long newStep = micros - time[channel];
    at = zigzag(at, newStep - step[channel]);
    step[channel] = time[channel] == 0 ? 0 : newStep;
    time[channel] = micros;
    if (form == INTEGER || form == DECIMAL) {
      long next = form == INTEGER ? bits : decimal;
      at = zigzag(at, next - number[channel]);
      number[channel] = next;
    } else if (form == WHOLE) {
      for (int i = 0; i < Long.BYTES; i++) {
        at = chains.put(at, (int) (bits >>> (8 * i)));
      }
    }
    if (newQuality != quality[channel]) {
      at = chains.put(at, newQuality);
      quality[channel] = newQuality;
    }
    if (object != null) {
      at = zigzag(at, objects.size());
      objects.add(object);
    }
    end[channel] = at;
    size++;
  }

  private void open(int channel) {
    if (channel >= begin.length) {
      int known = begin.length;
      int room = Math.max(channel + 1, known + known / 2);
      begin = Arrays.copyOf(begin, room);
      Arrays.fill(begin, known, room, NONE);
      end = Arrays.copyOf(end, room);
      time = Arrays.copyOf(time, room);
      step = Arrays.copyOf(step, room);
      number = Arrays.copyOf(number, room);
      quality = Arrays.copyOf(quality, room);
    }
    if (begin[channel] == NONE) {
      begin[channel] = chains.begin();
      end[channel] = begin[channel];
      time[channel] = 0;
      step[channel] = 0;
      number[channel] = 0;
      quality[channel] = Quality.GOOD;
      channels = Math.max(channels, channel + 1);
    }
  }

  private static long decimal(long bits) {
    double scaled = Double.longBitsToDouble(bits) * DECIMALS;
    return Math.abs(scaled) < EXACT ? Math.round(scaled) : 0;
  }

  private static int form(long bits, long decimal) {
    if (bits == 0) {
      return ZERO;
    }
    if (bits >= -SMALL && bits < SMALL) {
      return INTEGER;
    }
    return bits(decimal) == bits ? DECIMAL : WHOLE;
  }

  private static long bits(long decimal) {
    return Double.doubleToRawLongBits(decimal / DECIMALS);
  }

  private int zigzag(int end, long value) {
    long left = (value << 1) ^ (value >> 63);
    int at = end;
    while ((left & ~0x7FL) != 0) {
      at = chains.put(at, (int) left | 0x80);
      left >>>= 7;
    }
    return chains.put(at, (int) left);
  }

  /** Adds a channel's samples in a time range to the batch, in the order in which they came. */
  void read(int channel, long from, long to, Batch into) {
    if (channel < channels && begin[channel] != NONE) {
      new Reader(begin[channel]).read(channel, from, to, into);
    }
  }

  /** Unpacks one channel. */
  private final class Reader {
    private int at;

    Reader(int begin) {
      at = begin;
    }

    void read(int channel, long from, long to, Batch into) {
      long lastTime = 0;
      long lastStep = 0;
      long lastNumber = 0;
      byte lastQuality = Quality.GOOD;
      while (at != end[channel]) {
        int head = octet();
        long newStep = lastStep + zigzag();
        lastStep = lastTime == 0 ? 0 : newStep;
        lastTime += newStep;
        long bits = 0;
        switch (head & FORM) {
          case INTEGER -> {
            lastNumber += zigzag();
            bits = lastNumber;
          }
          case DECIMAL -> {
            lastNumber += zigzag();
            bits = bits(lastNumber);
          }
          case WHOLE -> bits = whole();
          default -> bits = 0;
        }
        if ((head & QUALITY) != 0) {
          lastQuality = (byte) octet();
        }
        @Nullable Object object = (head & OBJECT) == 0 ? null : objects.get((int) zigzag());
        if (lastTime < from || lastTime >= to) {
          continue;
        }
        if (object == null) {
          into.add(channel, lastTime, bits, lastQuality);
        } else {
          into.addObject(channel, lastTime, object, lastQuality);
        }
      }
    }

    private int octet() {
      at = chains.resolve(at);
      return chains.get(at++);
    }

    private long zigzag() {
      long value = 0;
      int shift = 0;
      int next;
      do {
        next = octet();
        value |= (next & 0x7FL) << shift;
        shift += 7;
      } while (next >= 0x80);
      return (value >>> 1) ^ -(value & 1);
    }

    private long whole() {
      long bits = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        bits |= (long) octet() << (8 * i);
      }
      return bits;
    }
  }
}
