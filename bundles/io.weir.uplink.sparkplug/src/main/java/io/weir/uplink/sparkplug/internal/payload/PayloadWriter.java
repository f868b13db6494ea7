package io.weir.uplink.sparkplug.internal.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.encoding.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes payloads. Presence counts in this schema: unlike {@link WireWriter#uint}, a zero is
 * written.
 */
public final class PayloadWriter {
  private static final int FIXED_64 = 1;
  private static final int FIXED_32 = 5;

  private PayloadWriter() {}

  /** The whole payload. */
  public static byte[] write(Payload payload) {
    WireWriter out = new WireWriter(64 + 64 * payload.metrics().size());
    if (payload.timestamp() != null) {
      uint(out, Fields.TIMESTAMP, payload.timestamp());
    }
    for (Metric metric : payload.metrics()) {
      metric(out, Fields.METRICS, metric);
    }
    if (payload.seq() != null) {
      uint(out, Fields.SEQ, payload.seq());
    }
    return out.toByteArray();
  }

  /** A metric as this field. */
  static void metric(WireWriter out, int field, Metric metric) {
    int mark = out.begin(field);
    text(out, Fields.Metric.NAME, metric.name());
    if (metric.alias() != null) {
      uint(out, Fields.Metric.ALIAS, metric.alias());
    }
    if (metric.timestamp() != null) {
      uint(out, Fields.Metric.TIMESTAMP, metric.timestamp());
    }
    type(out, Fields.Metric.TYPE, metric.type());
    flag(out, Fields.Metric.IS_HISTORICAL, metric.isHistorical());
    flag(out, Fields.Metric.IS_TRANSIENT, metric.isTransient());
    flag(out, Fields.Metric.IS_NULL, metric.value() == null && !isMember(metric));
    if (metric.properties() != null) {
      properties(out, Fields.Metric.PROPERTIES, metric.properties());
    }
    metricValue(out, metric.value());
    out.end(mark);
  }

  /** A metric of a definition has no time, and need not have a value. */
  private static boolean isMember(Metric metric) {
    return metric.timestamp() == null;
  }

  private static void metricValue(WireWriter out, @Nullable Object value) {
    if (value instanceof byte[] bytes) {
      out.blob(Fields.Metric.BYTES, bytes);
    } else if (value instanceof DataSet table) {
      dataSet(out, table);
    } else if (value instanceof Template template) {
      template(out, template);
    } else {
      value(out, Fields.Metric.VALUE, value);
    }
  }

  /** One of the six plain values, the first of whose fields has this number. */
  private static void value(WireWriter out, int first, @Nullable Object value) {
    if (value instanceof Integer number) {
      uint(out, first + Fields.INT, number & 0xFFFF_FFFFL);
    } else if (value instanceof Long number) {
      uint(out, first + Fields.LONG, number);
    } else if (value instanceof Float number) {
      out.varint(tag(first + Fields.FLOAT, FIXED_32));
      out.fixed32(Float.floatToRawIntBits(number));
    } else if (value instanceof Double number) {
      out.varint(tag(first + Fields.DOUBLE, FIXED_64));
      out.fixed64(Double.doubleToRawLongBits(number));
    } else if (value instanceof Boolean bool) {
      uint(out, first + Fields.BOOLEAN, bool ? 1 : 0);
    } else if (value instanceof String string) {
      text(out, first + Fields.STRING, string);
    } else if (value != null) {
      throw new IllegalArgumentException("no value of Sparkplug: " + value.getClass());
    }
  }

  /** The field of a metric that holds these properties. */
  public static byte[] propertiesOfMetric(PropertySet properties) {
    WireWriter out = new WireWriter(64);
    properties(out, Fields.Metric.PROPERTIES, properties);
    return out.toByteArray();
  }

  private static void properties(WireWriter out, int field, PropertySet properties) {
    int mark = out.begin(field);
    properties.keys().forEach(key -> text(out, Fields.PropertySet.KEYS, key));
    for (PropertySet.Property each : properties.values()) {
      int inner = out.begin(Fields.PropertySet.VALUES);
      type(out, Fields.Property.TYPE, each.type());
      flag(out, Fields.Property.IS_NULL, each.value() == null);
      if (each.value() instanceof PropertySet nested) {
        properties(out, Fields.Property.SET, nested);
      } else if (each.value() instanceof List<?> sets) {
        int list = out.begin(Fields.Property.LIST);
        sets.forEach(set -> properties(out, Fields.Property.LISTED, (PropertySet) set));
        out.end(list);
      } else {
        value(out, Fields.Property.VALUE, each.value());
      }
      out.end(inner);
    }
    out.end(mark);
  }

  private static void dataSet(WireWriter out, DataSet table) {
    int mark = out.begin(Fields.Metric.DATA_SET);
    uint(out, Fields.DataSet.COUNT, table.columns().size());
    table.columns().forEach(column -> text(out, Fields.DataSet.COLUMNS, column));
    table.types().forEach(type -> type(out, Fields.DataSet.TYPES, type));
    for (List<@Nullable Object> row : table.rows()) {
      int inner = out.begin(Fields.DataSet.ROWS);
      for (@Nullable Object each : row) {
        int element = out.begin(Fields.DataSet.ELEMENTS);
        value(out, Fields.DataSet.VALUE, each);
        out.end(element);
      }
      out.end(inner);
    }
    out.end(mark);
  }

  private static void template(WireWriter out, Template template) {
    int mark = out.begin(Fields.Metric.TEMPLATE);
    text(out, Fields.Template.VERSION, template.version());
    template.metrics().forEach(member -> metric(out, Fields.Template.METRICS, member));
    for (Template.Parameter each : template.parameters()) {
      int inner = out.begin(Fields.Template.PARAMETERS);
      text(out, Fields.Parameter.NAME, each.name());
      type(out, Fields.Parameter.TYPE, each.type());
      value(out, Fields.Parameter.VALUE, each.value());
      out.end(inner);
    }
    text(out, Fields.Template.REFERENCE, template.reference());
    uint(out, Fields.Template.IS_DEFINITION, template.isDefinition() ? 1 : 0);
    out.end(mark);
  }

  private static void type(WireWriter out, int field, @Nullable DataType type) {
    if (type != null) {
      uint(out, field, type.code());
    }
  }

  /** A flag that is false unless it is there. */
  private static void flag(WireWriter out, int field, boolean flag) {
    if (flag) {
      uint(out, field, 1);
    }
  }

  private static void text(WireWriter out, int field, @Nullable String text) {
    if (text != null) {
      out.blob(field, text.getBytes(UTF_8));
    }
  }

  private static void uint(WireWriter out, int field, long value) {
    out.varint(tag(field, 0));
    out.varint(value);
  }

  private static long tag(int field, int wire) {
    return (long) field << 3 | wire;
  }
}
