package io.weir.api.driver;

/**
 * How far points may be merged into one read.
 *
 * @param maxLength most items in one request, at least 1
 * @param maxGap most unused items between two merged points, 0 for none
 */
public record BlockLimits(int maxLength, int maxGap) {
  /** Every point is read by itself. */
  public static final BlockLimits SINGLE = new BlockLimits(1, 0);

  /** What keeps these limits and those. */
  public BlockLimits and(BlockLimits other) {
    return new BlockLimits(Math.min(maxLength, other.maxLength), Math.min(maxGap, other.maxGap));
  }
}
