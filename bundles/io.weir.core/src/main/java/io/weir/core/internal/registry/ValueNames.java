package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What single values of a channel are called: {@code "values": {"0": "off", "1": "heating"}}. */
final class ValueNames {
  static final String FIELD = "values";

  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,14}");
  private static final Pattern NAME =
      Pattern.compile("[^\\p{Cntrl};\\s]([^\\p{Cntrl};]*[^\\p{Cntrl};\\s])?");
  private static final int MAX_NAME = 64;
  private static final int MAX_NAMES = 256;

  private ValueNames() {}

  /** The names that stand in a channel; empty for none. */
  static Map<Long, String> parse(Fields channel) {
    Map<String, String> written = channel.texts(FIELD);
    if (written.isEmpty()) {
      return Map.of();
    }
    if (written.size() > MAX_NAMES) {
      throw channel.error(FIELD, "name " + MAX_NAMES + " values at most");
    }
    Map<Long, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (Map.Entry<String, String> entry : written.entrySet()) {
      String value = entry.getKey();
      if (!WHOLE.matcher(value).matches()) {
        throw channel.entryError(
            FIELD,
            value,
            value,
            "write the value as a whole number of at most 15 digits, such as \"0\"");
      }
      String name = entry.getValue();
      if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
        throw channel.entryError(
            FIELD,
            value,
            name,
            "write a name of 1 to "
                + MAX_NAME
                + " characters without ';', line breaks and blanks around it");
      }
      if (!taken.add(name)) {
        throw channel.entryError(
            FIELD, value, name, "another value has this name, use one for each");
      }
      names.put(Long.valueOf(value), name.intern()); // Many devices have the same profile.
    }
    return Map.copyOf(names);
  }

  /** Refuses names on a channel of this type if it can have none of these values. */
  static void check(Map<Long, String> names, ValueType type, String pointer) {
    if (names.isEmpty() || type == ValueType.INTEGER) {
      return;
    }
    String at = pointer + "/" + FIELD;
    if (type != ValueType.BOOLEAN) {
      throw new ConfigException(
          at,
          type,
          type == ValueType.DOUBLE
              ? "values of a decimal channel have no names, set type to 'integer'"
              : "only integer and boolean channels have names for values, take them out");
    }
    for (long value : names.keySet()) {
      if (value != 0 && value != 1) {
        throw new ConfigException(
            at + "/" + value, value, "name 0 for false and 1 for true on a boolean channel");
      }
    }
  }

  /** The entries of a cell such as {@code 0=off;1=heating}. */
  static List<String> entries(String cell) {
    return Stream.of(cell.split(";", -1)).map(String::strip).filter(e -> !e.isEmpty()).toList();
  }

  /** The names as a cell; empty for none. */
  static String cell(JsonNode names) {
    return names.properties().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
        .collect(Collectors.joining(";"));
  }
}
