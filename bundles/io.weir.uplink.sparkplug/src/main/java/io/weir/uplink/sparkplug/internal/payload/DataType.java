package io.weir.uplink.sparkplug.internal.payload;

/** The types of Sparkplug B; their codes stand on the wire. The order is that of the codes. */
public enum DataType {
  UNKNOWN,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
  FLOAT,
  DOUBLE,
  BOOLEAN,
  STRING,
  DATE_TIME,
  TEXT,
  UUID,
  DATA_SET,
  BYTES,
  FILE,
  TEMPLATE,
  PROPERTY_SET,
  PROPERTY_SET_LIST,
  INT8_ARRAY,
  INT16_ARRAY,
  INT32_ARRAY,
  INT64_ARRAY,
  UINT8_ARRAY,
  UINT16_ARRAY,
  UINT32_ARRAY,
  UINT64_ARRAY,
  FLOAT_ARRAY,
  DOUBLE_ARRAY,
  BOOLEAN_ARRAY,
  STRING_ARRAY,
  DATE_TIME_ARRAY;

  private static final DataType[] ALL = values();

  /** The number on the wire. */
  public int code() {
    return ordinal();
  }

  /** The type of this code; {@link #UNKNOWN} for one this version does not know. */
  public static DataType ofCode(long code) {
    return code >= 0 && code < ALL.length ? ALL[(int) code] : UNKNOWN;
  }
}
