package io.weir.driver.i2c.internal;

import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality.Reason;
import io.weir.api.model.ValueType;
import java.io.IOException;
import java.util.List;

/** A part that measures all its values at once. */
abstract class Sensor implements Part {
  /** The values in the order of the part's measures; {@code NaN} where the part has none. */
  abstract double[] measure() throws IOException, InterruptedException;

  /** A point's value of what was measured. */
  double value(PartPoint point, double[] measured) {
    return measured[point.start()];
  }

  @Override
  public void start() throws IOException, InterruptedException {}

  @Override
  public void read(List<Block.Entry> entries, Batch into) throws IOException, InterruptedException {
    double[] measured = measure();
    for (Block.Entry entry : entries) {
      PartPoint point = (PartPoint) entry.point();
      add(point.measure(), value(point, measured), entry.channel(), into);
    }
  }

  static void add(Measure measure, double value, int channel, Batch into) {
    if (Double.isNaN(value)) {
      into.addBad(channel, 0, Reason.DEVICE);
    } else if (value < measure.min() || value > measure.max()) {
      into.addBad(channel, 0, Reason.RANGE);
    } else if (measure.type() == ValueType.BOOLEAN) {
      into.addBoolean(channel, 0, value != 0);
    } else {
      into.addDouble(channel, 0, measure.round(value));
    }
  }
}
