package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.model.Access;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ValueType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and checks one channel of a document. */
final class ChannelParser {
  static final Duration SHORTEST_PERIOD = Duration.ofMillis(10);

  private static final List<String> FIELDS =
      List.of(
          "id",
          "name",
          "type",
          "unit",
          "access",
          "period",
          "address",
          "scale",
          "offset",
          "min",
          "max",
          "max-rate",
          "deadband",
          "deadband-percent",
          "heartbeat",
          "stale-after",
          "write",
          ValueNames.FIELD);
  private static final List<String> TYPES =
      List.of("boolean", "integer", "double", "text", "bytes");
  private static final List<String> ACCESSES = List.of("r", "w", "rw");

  private ChannelParser() {}

  static ChannelSpec parse(JsonNode node, String pointer) {
    Fields fields = Fields.of(node, pointer, FIELDS);
    String id = fields.requiredId("id");
    Access access = Access.valueOf(upper(fields.word("access", ACCESSES), "R"));
    double[] write = write(fields, access);
    ValueType type = type(fields);
    Map<Long, String> values = ValueNames.parse(fields);
    if (type != null) {
      ValueNames.check(values, type, pointer);
    }
    return new ChannelSpec(
        id,
        fields.text("name", id),
        type,
        fields.text("unit", ""),
        access,
        period(fields),
        fields.scalars("address"),
        conditioning(fields),
        write[0],
        write[1],
        values,
        pointer);
  }

  static @Nullable Duration period(Fields fields) {
    Duration period = fields.duration("period");
    if (period != null && period.compareTo(SHORTEST_PERIOD) < 0) {
      throw fields.error("period", "use 10ms or more");
    }
    return period;
  }

  private static @Nullable ValueType type(Fields fields) {
    String type = fields.word("type", TYPES);
    return type == null ? null : ValueType.valueOf(upper(type, ""));
  }

  private static Conditioning conditioning(Fields fields) {
    boolean scaled = fields.has("scale") || fields.has("offset");
    double scale = fields.number("scale", 1);
    if (scale == 0) {
      throw fields.error("scale", "use a factor that is not 0");
    }
    double min = fields.number("min", Double.NEGATIVE_INFINITY);
    double max = fields.number("max", Double.POSITIVE_INFINITY);
    if (min > max) {
      throw fields.error("min", "use a number that is not above max");
    }
    Conditioning conditioning =
        new Conditioning(
            scaled ? scale : Double.NaN,
            fields.number("offset", 0),
            min,
            max,
            fields.positive("max-rate", Double.POSITIVE_INFINITY),
            fields.notNegative("deadband"),
            fields.notNegative("deadband-percent"),
            fields.duration("heartbeat"),
            fields.duration("stale-after"));
    return conditioning.equals(Conditioning.NONE) ? Conditioning.NONE : conditioning; // Shared.
  }

  /** Lowest and highest value that may be written. */
  private static double[] write(Fields fields, Access access) {
    JsonNode node = fields.get("write");
    if (node == null) {
      return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    }
    Fields limits = Fields.of(node, fields.at("write"), List.of("min", "max"));
    double min = limits.number("min", Double.NEGATIVE_INFINITY);
    double max = limits.number("max", Double.POSITIVE_INFINITY);
    if (min > max) {
      throw limits.error("min", "use a number that is not above max");
    }
    if (fields.has("access") && !access.isWritable()) {
      throw fields.error("write", "set access to 'rw' or 'w', or take the limits out");
    }
    return new double[] {min, max};
  }

  private static String upper(@Nullable String word, String byDefault) {
    return word == null ? byDefault : word.toUpperCase(Locale.ROOT);
  }
}
