package io.weir.codec.json.internal;

import com.fasterxml.jackson.core.io.SerializedString;
import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the rows of a batch into columns, one a channel, and the columns into blocks, one for each
 * device and list of times. Both keep the order of first sight.
 *
 * <p>Rows of a column, and columns of a block, are chains of indexes in arrays that are reused from
 * batch to batch: no object is made for a sample. Used by one thread at a time.
 */
final class Columns {
  static final int END = -1;

  /**
   * What is kept of a channel between batches.
   *
   * @param alone whether an older channel has the same id: the two may not share a block, where
   *     they would be one field
   */
  record Name(ChannelInfo info, String device, SerializedString local, boolean alone) {}

  private final Map<String, String> devices = new HashMap<>();

  /** By channel number, kept between batches. */
  private @Nullable Name[] known = new @Nullable Name[0];

  /** Numbers by the hash of their channel's id: a hash table without objects, half full at most. */
  private int[] numbers = new int[0];

  private int named;
  private int[] columnOf = new int[0];

  private int[] nextRow = new int[0];

  private int columns;
  private Name[] name = new Name[0];
  private int[] firstRow = new int[0];
  private int[] lastRow = new int[0];
  private int[] rows = new int[0];
  private long[] hash = new long[0];
  private boolean[] flagged = new boolean[0];
  private int[] nextColumn = new int[0];

  private int blocks;
  private int[] firstColumn = new int[0];
  private int[] lastColumn = new int[0];
  private int[] table = new int[0];

  /** Sorts these rows; the answers below hold until the next call. */
  void sort(Batch batch, IntFunction<ChannelInfo> channels) {
    columns = 0;
    if (nextRow.length < batch.size()) {
      nextRow = new int[batch.size()];
    }
    for (int row = 0; row < batch.size(); row++) {
      int number = batch.channel(row);
      int column = number < columnOf.length ? columnOf[number] : END;
      if (column == END) {
        column = open(number, channels.apply(number), row);
      } else {
        nextRow[lastRow[column]] = row;
      }
      nextRow[row] = END;
      lastRow[column] = row;
      rows[column]++;
      hash[column] = hash[column] * 0x9E37_79B9_7F4A_7C15L + batch.time(row);
      flagged[column] |=
          batch.quality(row) != 0
              || !Values.isRepresentable(batch, row, name[column].info().type());
    }
    for (int column = 0; column < columns; column++) {
      columnOf[batch.channel(firstRow[column])] = END;
    }
    group(batch);
  }

  int blocks() {
    return blocks;
  }

  int firstColumn(int block) {
    return firstColumn[block];
  }

  /** The next column of the same block, or {@link #END}. */
  int nextColumn(int column) {
    return nextColumn[column];
  }

  Name name(int column) {
    return name[column];
  }

  /** Whether the column has more than one row. */
  boolean isArray(int column) {
    return rows[column] > 1;
  }

  int firstRow(int column) {
    return firstRow[column];
  }

  /** The next row of the same column, or {@link #END}. */
  int nextRow(int row) {
    return nextRow[row];
  }

  /** Whether a row of the column is not good, or cannot be shown as it is. */
  boolean isFlagged(int column) {
    return flagged[column];
  }

  private int open(int number, ChannelInfo info, int row) {
    if (number >= columnOf.length) {
      int from = columnOf.length;
      int to = Math.max(number + 1, from * 2);
      columnOf = Arrays.copyOf(columnOf, to);
      Arrays.fill(columnOf, from, to, END);
      known = Arrays.copyOf(known, to);
    }
    if (columns == name.length) {
      grow(Math.max(64, columns * 2));
    }
    int column = columns++;
    columnOf[number] = column;
    name[column] = name(number, info);
    firstRow[column] = row;
    rows[column] = 0;
    hash[column] = 0;
    flagged[column] = false;
    return column;
  }

  private Name name(int number, ChannelInfo info) {
    Name cached = known[number];
    if (cached != null && cached.info().equals(info)) {
      return cached;
    }
    String device = devices.computeIfAbsent(info.deviceId(), id -> id);
    Name fresh =
        new Name(info, device, new SerializedString(info.localId()), isTaken(info.id(), number));
    known[number] = fresh;
    return fresh;
  }

  /** Whether another number, seen before, has this id; else the id is this number's. */
  private boolean isTaken(String id, int number) {
    if (named * 2 >= numbers.length) {
      int[] old = numbers;
      numbers = new int[Math.max(64, old.length * 2)];
      Arrays.fill(numbers, END);
      for (int each : old) {
        Name name = each == END ? null : known[each];
        if (name != null) {
          numbers[slot(name.info().id())] = each;
        }
      }
    }
    int slot = slot(id);
    if (numbers[slot] != END) {
      return numbers[slot] != number;
    }
    numbers[slot] = number;
    named++;
    return false;
  }

  /** Where the id stands, or the free place where it would. */
  private int slot(String id) {
    int mask = numbers.length - 1;
    int at = ((id.hashCode() * 0x9E37_79B9) >>> 8) & mask;
    while (numbers[at] != END) {
      Name name = known[numbers[at]];
      if (name != null && name.info().id().equals(id)) {
        break;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  private void group(Batch batch) {
    blocks = 0;
    int size = Integer.highestOneBit(Math.max(columns, 8)) * 4;
    if (table.length < size) {
      table = new int[size];
    }
    Arrays.fill(table, 0, size, END);
    for (int column = 0; column < columns; column++) {
      nextColumn[column] = END;
      long mixed = (hash[column] ^ name[column].device().hashCode()) * 0x9E37_79B9_7F4A_7C15L;
      int at = (int) (mixed >>> 33) & (size - 1);
      while (table[at] != END && !sameBlock(batch, firstColumn[table[at]], column)) {
        at = (at + 1) & (size - 1);
      }
      int block = table[at];
      if (block == END) {
        block = blocks++;
        table[at] = block;
        firstColumn[block] = column;
      } else {
        nextColumn[lastColumn[block]] = column;
      }
      lastColumn[block] = column;
    }
  }

  private boolean sameBlock(Batch batch, int a, int b) {
    if (hash[a] != hash[b]
        || rows[a] != rows[b]
        || !name[a].device().equals(name[b].device())
        || name[b].alone()) {
      return false;
    }
    int rowA = firstRow[a];
    int rowB = firstRow[b];
    while (rowA != END && batch.time(rowA) == batch.time(rowB)) {
      rowA = nextRow[rowA];
      rowB = nextRow[rowB];
    }
    return rowA == END;
  }

  private void grow(int size) {
    name = Arrays.copyOf(name, size);
    firstRow = Arrays.copyOf(firstRow, size);
    lastRow = Arrays.copyOf(lastRow, size);
    rows = Arrays.copyOf(rows, size);
    hash = Arrays.copyOf(hash, size);
    flagged = Arrays.copyOf(flagged, size);
    nextColumn = Arrays.copyOf(nextColumn, size);
    firstColumn = Arrays.copyOf(firstColumn, size);
    lastColumn = Arrays.copyOf(lastColumn, size);
  }
}
