package io.weir.driver.modbus.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.ValueType;

/**
 * Where a value stands in a Modbus unit.
 *
 * @param area {@code unit 1 holding}
 * @param start first register or bit, as it stands in the request
 * @param length number of registers, 1 for bits
 * @param bit number of the bit of a {@link DataType#BIT}, 0 for the least significant
 * @param multiple whether it is written by function code 15 or 16 where 5 or 6 would do
 * @param rules how its unit wants to be asked
 */
record ModbusPoint(
    String area,
    int unit,
    Table table,
    int start,
    int length,
    DataType type,
    Order order,
    int bit,
    boolean multiple,
    RequestRules rules)
    implements Point {

  @Override
  public ValueType rawType() {
    return type.rawType();
  }
}
