package io.weir.uplink.sparkplug.internal.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as the value of a metric.
 *
 * @param columns names of the columns
 * @param types types of the columns, as many
 * @param rows rows, as many values in each; null where a value is missing
 */
public record DataSet(
    List<String> columns, List<DataType> types, List<List<@Nullable Object>> rows) {
  /** Copies the lists of the columns. */
  public DataSet {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
  }
}
