package io.weir.api.encoding;

import io.weir.api.model.Quality;

/** Walks the columns that say, for each row, its time, its series and its quality. */
final class RowCursor {
  private final WireReader times;
  private final WireReader groups;
  private final WireReader runs;
  private final WireReader booleans;
  private final WireReader qualities;

  long time;
  int series;
  byte quality;

  private int rowsLeft;
  private int seriesCount;
  private long step;
  private boolean firstTime;
  private long groupSize;
  private long groupsLeft;
  private long inGroup;
  private long inRun;
  private long good;
  private long notGood;
  private byte runQuality;
  private byte octet;
  private int bits;

  RowCursor(WireReader[] column) {
    times = column[BatchFormat.TIMES];
    groups = column[BatchFormat.GROUPS];
    runs = column[BatchFormat.RUNS];
    booleans = column[BatchFormat.BOOLEANS];
    qualities = column[BatchFormat.QUALITIES];
  }

  void reset(int rows, int count) throws MalformedException {
    rowsLeft = rows;
    seriesCount = count;
    time = 0;
    step = 0;
    firstTime = true;
    groupsLeft = 0;
    inGroup = 0;
    series = -1;
    inRun = 0;
    bits = 0;
    good = rows;
    notGood = 0;
    if (!qualities.atEnd()) {
      nextQuality(rows);
    }
  }

  /** Moves to the next row. */
  void next() throws MalformedException {
    if (inGroup == 0) {
      nextTime();
    }
    inGroup--;
    series = series + 1 == seriesCount ? 0 : series + 1;
    if (inRun == 0) {
      nextRun();
    }
    inRun--;
    if (good > 0) {
      good--;
      quality = Quality.GOOD;
    } else {
      quality = runQuality;
      notGood--;
      if (notGood == 0) {
        if (qualities.atEnd()) {
          good = rowsLeft - 1L;
        } else {
          nextQuality(rowsLeft - 1L);
        }
      }
    }
    rowsLeft--;
  }

  /** Checks that no more rows were announced than there are. */
  void finish() throws MalformedException {
    if (inGroup != 0 || groupsLeft != 0 || inRun != 0 || notGood != 0) {
      throw new MalformedException("times, runs or qualities go on after the last row");
    }
  }

  /** The next bit of the boolean column. */
  int bit() throws MalformedException {
    if ((bits & 7) == 0) {
      octet = booleans.octet();
    }
    return (octet >> (bits++ & 7)) & 1;
  }

  private void nextTime() throws MalformedException {
    if (groupsLeft == 0) {
      groupSize = positive(groups.varint(), "a group of rows of one time");
      groupsLeft = positive(groups.varint(), "a number of groups");
    }
    groupsLeft--;
    inGroup = groupSize;
    long delta = step + times.zigzag();
    step = firstTime ? 0 : delta;
    firstTime = false;
    time += delta;
  }

  private void nextRun() throws MalformedException {
    // The series that would follow by itself stands in `series` already; -1 + 1 for the first row.
    long start = series + runs.zigzag();
    if (start < 0 || start >= seriesCount) {
      throw new MalformedException("series " + start + " is not one of " + seriesCount);
    }
    series = (int) start;
    inRun = positive(runs.zigzag(), "a run of series");
  }

  private void nextQuality(long rows) throws MalformedException {
    good = qualities.varint();
    notGood = positive(qualities.varint(), "a run of qualities");
    runQuality = (byte) qualities.varint();
    if (good < 0 || good > rows || notGood > rows - good) {
      throw new MalformedException("there are more qualities than rows");
    }
  }

  private long positive(long value, String what) throws MalformedException {
    if (value < 1 || value > rowsLeft) {
      throw new MalformedException(
          what + " of " + value + " does not fit into the " + rowsLeft + " rows left");
    }
    return value;
  }
}
