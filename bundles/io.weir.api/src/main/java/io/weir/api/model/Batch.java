package io.weir.api.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unit in which samples move: columns, not objects.
 *
 * <p>A row is a channel number, a time, 64 bits of value and a quality; text and bytes stand in an
 * object column that exists only once a row needs it. Rows keep the order in which they were added.
 * Columns grow as needed and keep their size on {@link #clear()}, so that a pooled batch allocates
 * nothing.
 *
 * <p>Not thread safe: a batch belongs to one thread at a time and is handed over whole.
 */
public final class Batch {
  /** Told what became of rows, so that their sender can be given an acknowledgement. */
  @FunctionalInterface
  public interface Receipt {
    /**
     * Called once, from any thread; short, never blocks, never throws.
     *
     * @param committed whether the rows are on the medium; else they are not recorded and whoever
     *     sent them should send them again
     */
    void done(boolean committed);
  }

  private int size;
  private int[] channel;
  private long[] time;
  private long[] bits;
  private byte[] quality;
  private @Nullable Object @Nullable [] object;
  private List<Receipt> receipts = List.of();

  /** An empty batch with room for so many rows. */
  public Batch(int capacity) {
    int rows = Math.max(capacity, 8);
    channel = new int[rows];
    time = new long[rows];
    bits = new long[rows];
    quality = new byte[rows];
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  /** Whether there is no row. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Removes all rows and keeps the room; receipts are forgotten untold. */
  public void clear() {
    truncate(0);
    receipts = List.of();
  }

  /** Has this receipt told what became of the rows that are in the batch. */
  public void addReceipt(Receipt receipt) {
    if (receipts.isEmpty()) {
      receipts = new ArrayList<>();
    }
    receipts.add(receipt);
  }

  /** Whether somebody is to be told what becomes of the rows. */
  public boolean hasReceipts() {
    return !receipts.isEmpty();
  }

  /** The receipts, which the batch has no more: the caller tells them. */
  public List<Receipt> takeReceipts() {
    List<Receipt> taken = receipts;
    receipts = List.of();
    return taken;
  }

  /** Removes the rows from this index on. */
  public void truncate(int newSize) {
    if (object != null && newSize < size) {
      Arrays.fill(object, newSize, size, null);
    }
    size = newSize;
  }

  /** Adds a row; {@code bits} as the channel's {@link ValueType} says. Returns its index. */
  public int add(int channelNumber, long micros, long valueBits, byte valueQuality) {
    if (size == channel.length) {
      grow(size + 1);
    }
    int row = size++;
    channel[row] = channelNumber;
    time[row] = micros;
    bits[row] = valueBits;
    quality[row] = valueQuality;
    return row;
  }

  /** Adds a good row of a {@link ValueType#DOUBLE} channel. */
  public int addDouble(int channelNumber, long micros, double value) {
    return add(channelNumber, micros, Double.doubleToRawLongBits(value), Quality.GOOD);
  }

  /** Adds a good row of an {@link ValueType#INTEGER} channel. */
  public int addInteger(int channelNumber, long micros, long value) {
    return add(channelNumber, micros, value, Quality.GOOD);
  }

  /** Adds a good row of a {@link ValueType#BOOLEAN} channel. */
  public int addBoolean(int channelNumber, long micros, boolean value) {
    return add(channelNumber, micros, value ? 1 : 0, Quality.GOOD);
  }

  /** Adds a row of a text or bytes channel: a {@link String}, a {@code byte[]} or null. */
  public int addObject(int channelNumber, long micros, @Nullable Object value, byte valueQuality) {
    int row = add(channelNumber, micros, 0, valueQuality);
    if (value != null) {
      if (object == null) {
        object = new Object[channel.length];
      }
      object[row] = value;
    }
    return row;
  }

  /** Adds a row without a value. */
  public int addBad(int channelNumber, long micros, Quality.Reason reason) {
    return add(channelNumber, micros, 0, Quality.bad(reason));
  }

  /** Adds all rows of another batch, its times shifted by so many microseconds. */
  public void addAll(Batch other, long shift) {
    int rows = size + other.size;
    if (rows > channel.length) {
      grow(rows);
    }
    System.arraycopy(other.channel, 0, channel, size, other.size);
    System.arraycopy(other.bits, 0, bits, size, other.size);
    System.arraycopy(other.quality, 0, quality, size, other.size);
    for (int i = 0; i < other.size; i++) {
      time[size + i] = other.time[i] + shift;
    }
    if (other.object != null) {
      if (object == null) {
        object = new Object[channel.length];
      }
      System.arraycopy(other.object, 0, object, size, other.size);
    }
    size = rows;
  }

  /** Adds one row of another batch. */
  public void addRow(Batch other, int row) {
    @Nullable Object value = other.object(row);
    int at = add(other.channel[row], other.time[row], other.bits[row], other.quality[row]);
    if (value != null) {
      if (object == null) {
        object = new Object[channel.length];
      }
      object[at] = value;
    }
  }

  /** Gives the rows from {@code from} on this time. */
  public void stamp(int from, long micros) {
    Arrays.fill(time, from, size, micros);
  }

  /** Channel number of a row. */
  public int channel(int row) {
    return channel[row];
  }

  /** Time of a row in microseconds: monotonic inside the gateway, epoch in an uplink's batch. */
  public long time(int row) {
    return time[row];
  }

  /** Value bits of a row. */
  public long bits(int row) {
    return bits[row];
  }

  /** Quality of a row. */
  public byte quality(int row) {
    return quality[row];
  }

  /** Text or bytes of a row, null where there is none. */
  public @Nullable Object object(int row) {
    return object == null ? null : object[row];
  }

  /** Whether any row carries text or bytes. */
  public boolean hasObjects() {
    return object != null;
  }

  /** Replaces a row's value and quality. */
  public void set(int row, long valueBits, byte valueQuality) {
    bits[row] = valueBits;
    quality[row] = valueQuality;
  }

  /** Moves a row to a lower index; with {@link #truncate} this filters a batch in place. */
  public void move(int from, int to) {
    if (from != to) {
      channel[to] = channel[from];
      time[to] = time[from];
      bits[to] = bits[from];
      quality[to] = quality[from];
      if (object != null) {
        object[to] = object[from];
      }
    }
  }

  private void grow(int rows) {
    int capacity = Math.max(rows, channel.length * 2);
    channel = Arrays.copyOf(channel, capacity);
    time = Arrays.copyOf(time, capacity);
    bits = Arrays.copyOf(bits, capacity);
    quality = Arrays.copyOf(quality, capacity);
    if (object != null) {
      object = Arrays.copyOf(object, capacity);
    }
  }
}
