package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.weir.driver.mqtt.internal.zigbee.Feature.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes features of what a device's definition {@code exposes}. */
final class Exposes {
  private static final int MAX_FEATURES = 1_000;
  private static final int MAX_DEPTH = 3;
  private static final int MAX_NAME = 60;
  private static final int ALL = Feature.PUBLISHED | Feature.SETTABLE | Feature.GETTABLE;

  private final Map<List<String>, Feature> features = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Exposes() {}

  /** What was read, and what could not be. */
  record Result(List<Feature> features, List<String> problems) {}

  static Result parse(@Nullable JsonNode exposes) {
    Exposes parser = new Exposes();
    if (exposes == null || !exposes.isArray()) {
      return new Result(List.of(), List.of("exposes is no list"));
    }
    exposes.forEach(each -> parser.walk(each, Place.ROOT, 0));
    return new Result(List.copyOf(parser.features.values()), List.copyOf(parser.problems));
  }

  /**
   * Where a feature stands.
   *
   * @param siblings names that can be set in the same composite
   */
  private record Place(List<String> path, String label, List<String> siblings, boolean isCover) {
    static final Place ROOT = new Place(List.of(), "", List.of(), false);

    List<String> with(String name) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      return longer;
    }
  }

  private void walk(JsonNode node, Place place, int depth) {
    if (depth > MAX_DEPTH || features.size() >= MAX_FEATURES) {
      problems.add("there are too many features");
      return;
    }
    String type = Json.textOf(node, "type");
    String property = Json.textOf(node, "property");
    switch (type) {
      case "binary" -> leaf(node, property, place, Kind.BOOLEAN);
      case "numeric" -> leaf(node, property, place, Kind.NUMBER);
      case "enum", "text" -> leaf(node, property, place, Kind.TEXT);
      case "list" -> leaf(node, property, place, Kind.JSON);
      case "composite" -> composite(node, property, place, depth);
      default -> {
        if (!node.path("features").isArray()) {
          problems.add("a feature has the unknown type '" + brief(type) + "'");
          return;
        }
        Place inside =
            new Place(place.path(), place.label(), place.siblings(), type.equals("cover"));
        node.get("features").forEach(each -> walk(each, inside, depth + 1));
      }
    }
  }

  private void composite(JsonNode node, String property, Place place, int depth) {
    if (!isName(property) || !node.path("features").isArray()) {
      problems.add("a composite has no property or no features");
      return;
    }
    int access = node.path("access").asInt(0) & ALL;
    int parts = 0;
    List<String> siblings = new ArrayList<>();
    for (JsonNode each : node.get("features")) {
      parts |= each.path("access").asInt(0) & Feature.PUBLISHED;
      if ((each.path("access").asInt(0) & Feature.SETTABLE) != 0) {
        siblings.add(Json.textOf(each, "property"));
      }
    }
    if ((access & Feature.SETTABLE) != 0 || !siblings.isEmpty()) {
      // The whole is written as JSON; what it is can be read by its parts.
      add(
          new Feature(
              place.with(property),
              Kind.JSON,
              label(node, property, place),
              "",
              access | parts | Feature.SETTABLE,
              null,
              null,
              List.of(),
              Double.NEGATIVE_INFINITY,
              Double.POSITIVE_INFINITY,
              List.of(),
              Role.WHOLE));
    }
    Place inside = new Place(place.with(property), label(node, property, place), siblings, false);
    node.get("features").forEach(each -> walk(each, inside, depth + 1));
  }

  private void leaf(JsonNode node, String property, Place place, Kind kind) {
    int access = node.path("access").asInt(0) & ALL;
    if (!isName(property) || access == 0) {
      problems.add("a feature has no property or no access");
      return;
    }
    List<JsonNode> values = new ArrayList<>();
    if (kind == Kind.TEXT) {
      node.path("values").forEach(values::add);
    }
    List<String> siblings = place.siblings().stream().filter(n -> !n.equals(property)).toList();
    add(
        new Feature(
            place.with(property),
            kind,
            label(node, property, place),
            kind == Kind.NUMBER ? Json.textOf(node, "unit") : "",
            access,
            kind == Kind.BOOLEAN ? state(node, "value_on", true) : null,
            kind == Kind.BOOLEAN ? state(node, "value_off", false) : null,
            values,
            limit(node, kind, "value_min", Double.NEGATIVE_INFINITY),
            limit(node, kind, "value_max", Double.POSITIVE_INFINITY),
            siblings,
            place.isCover() && Json.textOf(node, "name").equals("state")
                ? Role.COMMAND
                : Role.VALUE));
  }

  /** The first of a name counts; of the same kind again, what can be done with it adds up. */
  private void add(Feature feature) {
    features.merge(
        feature.path(),
        feature,
        (first, again) ->
            first.kind() == again.kind() && first.access() != again.access()
                ? withAccess(first, first.access() | again.access())
                : first);
  }

  private static Feature withAccess(Feature of, int access) {
    return new Feature(
        of.path(),
        of.kind(),
        of.label(),
        of.unit(),
        access,
        of.on(),
        of.off(),
        of.values(),
        of.min(),
        of.max(),
        of.siblings(),
        of.role());
  }

  private static JsonNode state(JsonNode node, String field, boolean usual) {
    JsonNode value = node.get(field);
    return value == null ? BooleanNode.valueOf(usual) : value;
  }

  private static double limit(JsonNode node, Kind kind, String field, double none) {
    JsonNode value = node.get(field);
    boolean isLimit = kind == Kind.NUMBER && value != null && value.isNumber();
    return isLimit && Double.isFinite(value.doubleValue()) ? value.doubleValue() : none;
  }

  private static String label(JsonNode node, String property, Place place) {
    String own = Json.textOf(node, "label");
    String endpoint = Json.textOf(node, "endpoint");
    String label = own.isEmpty() ? property : own;
    if (!endpoint.isEmpty() && !label.endsWith(endpoint)) {
      label += " (" + endpoint + ")";
    }
    return place.label().isEmpty() ? label : place.label() + ": " + label;
  }

  /** Whether a property can be part of an address. */
  private static boolean isName(String property) {
    return !property.isBlank()
        && property.length() <= MAX_NAME
        && !property.contains("/")
        && !property.startsWith("$");
  }

  private static String brief(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }
}
