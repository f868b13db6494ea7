package io.weir.driver.gpio.internal;

/** An open GPIO chip. Confined to the bus thread but for what its lines tell. */
interface Chip {
  /** Opens chips by what a configuration calls them. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a chip.
     *
     * @throws LineException saying which chips there are, if this is none
     */
    Chip open(String name) throws LineException;
  }

  /** A requested line. */
  interface Line {
    /** Whether the line is active: high, or low if it is active-low. */
    boolean isActive() throws LineException;

    /** Drives an output. */
    void set(boolean active) throws LineException;

    /** Gives the line back; nothing is told any more. */
    void release();
  }

  /** Hears of a line's edges. Any thread; must not block. */
  interface EdgeSink {
    /**
     * An edge.
     *
     * @param active what the line has become
     * @param ageNanos how long ago that was
     * @param sequence number of this edge of this line, from 1; a gap says how many were lost
     */
    void edge(boolean active, long ageNanos, int sequence);

    /** The chip is gone; nothing is told any more. */
    void lost(String why);
  }

  /** Number of lines. */
  int lines();

  /**
   * Requests a line.
   *
   * @throws LineException saying who holds it, or what the chip cannot do
   */
  Line request(LineSetup setup, EdgeSink sink) throws LineException;

  /** Closes; all lines must have been released. */
  void close();
}
