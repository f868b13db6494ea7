package io.weir.server.modbus.internal;

import io.weir.api.encoding.RegisterOrder;

/**
 * One line of the map.
 *
 * @param index its place in the map, from 0
 * @param start first register or bit
 * @param length registers, 1 for a bit
 * @param scale value = register * scale + offset; integer types only
 * @param channel full channel id
 * @param isWritable whether a client may write it
 */
record Entry(
    int index,
    Table table,
    int start,
    int length,
    DataType type,
    RegisterOrder order,
    double scale,
    double offset,
    String channel,
    boolean isWritable) {

  int end() {
    return start + length;
  }

  boolean isScaled() {
    return scale != 1 || offset != 0;
  }
}
