package io.weir.api.encoding;

/**
 * Field numbers and limits of the message {@code weir.batch.v1.Batch}; the published schema says
 * what each field means.
 */
public final class BatchFormat {
  /** Most rows one message may have. */
  public static final int MAX_ROWS = 1 << 18;

  /** Most bytes a message may have once inflated. */
  public static final int MAX_BYTES = 16 << 20;

  /** Highest channel number a message may name. */
  public static final int MAX_CHANNEL = (1 << 22) - 1;

  static final int ROWS = 1;
  static final int CHANNELS = 2;
  static final int KINDS = 3;
  static final int TIMES = 4;
  static final int GROUPS = 5;
  static final int RUNS = 6;
  static final int INTEGERS = 7;
  static final int BOOLEANS = 8;
  static final int FLOATS = 9;
  static final int DOUBLES = 10;
  static final int BLOB_SIZES = 11;
  static final int BLOBS = 12;
  static final int QUALITIES = 13;
  static final int DEFLATED = 14;
  static final int FIELDS = 15;

  private BatchFormat() {}
}
