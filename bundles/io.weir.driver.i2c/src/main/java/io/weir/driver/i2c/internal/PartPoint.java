package io.weir.driver.i2c.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.ValueType;
import java.util.Map;

/**
 * One value of one part.
 *
 * @param area place and name of the part
 * @param place address or chip select
 * @param start number of the measure
 * @param output whether the channel is written
 * @param options all options of the part, with their meaning
 */
record PartPoint(
    String area,
    int place,
    PartKind<?> kind,
    int start,
    boolean output,
    Map<String, Object> options)
    implements Point {

  Measure measure() {
    return kind.measures().get(start);
  }

  double number(String option) {
    return options.get(option) instanceof Double number ? number : Double.NaN;
  }

  boolean flag(String option) {
    return Boolean.TRUE.equals(options.get(option));
  }

  boolean is(String option, String word) {
    return word.equals(options.get(option));
  }

  @Override
  public int length() {
    return 1;
  }

  @Override
  public ValueType rawType() {
    return measure().type();
  }
}
