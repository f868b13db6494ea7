package io.weir.api.driver;

import java.util.List;

/**
 * One read: a range of an area and the points that stand in it.
 *
 * @param area see {@link Point#area}
 * @param start first item
 * @param length number of items
 * @param entries the points in it and the channel number each row gets
 */
public record Block(String area, int start, int length, List<Entry> entries) {
  /** A point and the number of its channel. */
  public record Entry(int channel, Point point) {}

  /** Copies the entries. */
  public Block {
    entries = List.copyOf(entries);
  }
}
