package io.weir.uplink.sparkplug.internal.payload;

import io.weir.api.encoding.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads payloads of whatever origin. What this version does not know is passed over; what does not
 * follow the schema is a {@link MalformedException}, whatever the bytes.
 */
public final class PayloadReader {
  /** Templates and properties may nest; nothing sensible goes deeper. */
  private static final int DEEPEST = 16;

  private PayloadReader() {}

  /**
   * Reads a payload.
   *
   * @throws MalformedException saying what is wrong
   */
  public static Payload read(byte[] bytes) throws MalformedException {
    Cursor in = new Cursor(bytes);
    @Nullable Long timestamp = null;
    @Nullable Long seq = null;
    List<Metric> metrics = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case Fields.TIMESTAMP -> timestamp = in.uint();
        case Fields.METRICS -> metrics.add(metric(in.message(), 0));
        case Fields.SEQ -> seq = in.uint();
        default -> in.skip();
      }
    }
    return new Payload(timestamp, metrics, seq);
  }

  private static Metric metric(Cursor in, int depth) throws MalformedException {
    check(depth);
    @Nullable String name = null;
    @Nullable Long alias = null;
    @Nullable Long timestamp = null;
    @Nullable DataType type = null;
    @Nullable PropertySet properties = null;
    @Nullable Object value = null;
    boolean isHistorical = false;
    boolean isTransient = false;
    boolean isNull = false;
    while (in.next()) {
      switch (in.field()) {
        case Fields.Metric.NAME -> name = in.text();
        case Fields.Metric.ALIAS -> alias = in.uint();
        case Fields.Metric.TIMESTAMP -> timestamp = in.uint();
        case Fields.Metric.TYPE -> type = DataType.ofCode(in.uint());
        case Fields.Metric.IS_HISTORICAL -> isHistorical = in.flag();
        case Fields.Metric.IS_TRANSIENT -> isTransient = in.flag();
        case Fields.Metric.IS_NULL -> isNull = in.flag();
        case Fields.Metric.PROPERTIES -> properties = properties(in.message(), depth + 1);
        case Fields.Metric.BYTES -> value = in.blob();
        case Fields.Metric.DATA_SET -> value = dataSet(in.message());
        case Fields.Metric.TEMPLATE -> value = template(in.message(), depth + 1);
        default -> value = in.value(Fields.Metric.VALUE, value);
      }
    }
    return new Metric(
        name, alias, timestamp, type, isHistorical, isTransient, properties, isNull ? null : value);
  }

  private static PropertySet properties(Cursor in, int depth) throws MalformedException {
    check(depth);
    List<String> keys = new ArrayList<>();
    List<PropertySet.Property> values = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case Fields.PropertySet.KEYS -> keys.add(in.text());
        case Fields.PropertySet.VALUES -> values.add(property(in.message(), depth));
        default -> in.skip();
      }
    }
    if (keys.size() != values.size()) {
      throw new MalformedException(keys.size() + " properties with " + values.size() + " values");
    }
    return new PropertySet(keys, values);
  }

  private static PropertySet.Property property(Cursor in, int depth) throws MalformedException {
    @Nullable DataType type = null;
    @Nullable Object value = null;
    boolean isNull = false;
    while (in.next()) {
      switch (in.field()) {
        case Fields.Property.TYPE -> type = DataType.ofCode(in.uint());
        case Fields.Property.IS_NULL -> isNull = in.flag();
        case Fields.Property.SET -> value = properties(in.message(), depth + 1);
        case Fields.Property.LIST -> value = propertySets(in.message(), depth + 1);
        default -> value = in.value(Fields.Property.VALUE, value);
      }
    }
    return new PropertySet.Property(type, isNull ? null : value);
  }

  private static List<PropertySet> propertySets(Cursor in, int depth) throws MalformedException {
    List<PropertySet> sets = new ArrayList<>();
    while (in.next()) {
      if (in.field() == Fields.Property.LISTED) {
        sets.add(properties(in.message(), depth));
      } else {
        in.skip();
      }
    }
    return sets;
  }

  private static DataSet dataSet(Cursor in) throws MalformedException {
    long count = -1;
    List<String> columns = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case Fields.DataSet.COUNT -> count = in.uint();
        case Fields.DataSet.COLUMNS -> columns.add(in.text());
        case Fields.DataSet.TYPES -> in.uints(code -> types.add(DataType.ofCode(code)));
        case Fields.DataSet.ROWS -> rows.add(row(in.message()));
        default -> in.skip();
      }
    }
    if ((count >= 0 && count != columns.size()) || types.size() != columns.size()) {
      throw new MalformedException(
          "a data set of "
              + count
              + " columns with "
              + columns.size()
              + " names and "
              + types.size()
              + " types");
    }
    for (List<@Nullable Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new MalformedException(
            "a data set of " + columns.size() + " columns with a row of " + row.size());
      }
    }
    return new DataSet(columns, types, rows);
  }

  private static List<@Nullable Object> row(Cursor in) throws MalformedException {
    List<@Nullable Object> row = new ArrayList<>();
    while (in.next()) {
      if (in.field() == Fields.DataSet.ELEMENTS) {
        Cursor element = in.message();
        @Nullable Object value = null;
        while (element.next()) {
          value = element.value(Fields.DataSet.VALUE, value);
        }
        row.add(value);
      } else {
        in.skip();
      }
    }
    return row;
  }

  private static Template template(Cursor in, int depth) throws MalformedException {
    check(depth);
    @Nullable String version = null;
    @Nullable String reference = null;
    boolean isDefinition = false;
    List<Metric> metrics = new ArrayList<>();
    List<Template.Parameter> parameters = new ArrayList<>();
    while (in.next()) {
      switch (in.field()) {
        case Fields.Template.VERSION -> version = in.text();
        case Fields.Template.METRICS -> metrics.add(metric(in.message(), depth + 1));
        case Fields.Template.PARAMETERS -> parameters.add(parameter(in.message()));
        case Fields.Template.REFERENCE -> reference = in.text();
        case Fields.Template.IS_DEFINITION -> isDefinition = in.flag();
        default -> in.skip();
      }
    }
    return new Template(version, metrics, parameters, reference, isDefinition);
  }

  private static Template.Parameter parameter(Cursor in) throws MalformedException {
    String name = "";
    @Nullable DataType type = null;
    @Nullable Object value = null;
    while (in.next()) {
      switch (in.field()) {
        case Fields.Parameter.NAME -> name = in.text();
        case Fields.Parameter.TYPE -> type = DataType.ofCode(in.uint());
        default -> value = in.value(Fields.Parameter.VALUE, value);
      }
    }
    return new Template.Parameter(name, type, value);
  }

  private static void check(int depth) throws MalformedException {
    if (depth > DEEPEST) {
      throw new MalformedException("metrics nest deeper than " + DEEPEST);
    }
  }
}
