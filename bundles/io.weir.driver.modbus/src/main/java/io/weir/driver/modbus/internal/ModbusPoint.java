package io.weir.driver.modbus.internal;

import io.weir.api.driver.Point;
import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.ValueType;

/**
 * Where a value stands in a Modbus unit.
 *
 * @param area {@code unit 1 holding}
 * @param register its first register or bit, as it stands in the request
 * @param registers number of its registers, 1 for bits
 * @param bit number of the bit of a {@link DataType#BIT}, 0 for the least significant
 * @param scaleRegister register that holds the power of ten it is multiplied with, {@link
 *     #NO_SCALE} for none
 * @param noValues raw values that mean that there is none
 * @param multiple whether it is written by function code 15 or 16 where 5 or 6 would do
 * @param rules how its unit wants to be asked
 */
record ModbusPoint(
    String area,
    int unit,
    Table table,
    int register,
    int registers,
    DataType type,
    RegisterOrder order,
    int bit,
    int scaleRegister,
    NoValues noValues,
    boolean multiple,
    RequestRules rules)
    implements Point {
  static final int NO_SCALE = -1;

  boolean isScaled() {
    return scaleRegister != NO_SCALE;
  }

  @Override
  public int start() {
    return isScaled() ? Math.min(register, scaleRegister) : register;
  }

  /** The value and its scale are read together, so that they belong together. */
  @Override
  public int length() {
    int end = register + registers;
    return (isScaled() ? Math.max(end, scaleRegister + 1) : end) - start();
  }

  @Override
  public ValueType rawType() {
    return isScaled() ? ValueType.DOUBLE : type.rawType();
  }
}
