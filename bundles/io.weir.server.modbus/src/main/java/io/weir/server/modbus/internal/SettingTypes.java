package io.weir.server.modbus.internal;

import io.weir.api.model.ConfigException;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Checks the settings as they were written, before Declarative Services makes something of them: to
 * it "yes" is the boolean false and a name that nobody knows is nothing.
 */
final class SettingTypes {
  /** What the framework and the gateway add by themselves. */
  private static final Set<String> FOREIGN =
      Set.of("service.", "component.", "felix.", "osgi.", "weir.", "objectClass", ".");

  private SettingTypes() {}

  /**
   * Checks names and types.
   *
   * @param type the annotation that names the settings
   * @throws ConfigException naming the first setting that is wrong
   */
  static void check(Map<String, Object> settings, Class<?> type) {
    Map<String, Class<?>> known = new TreeMap<>();
    for (Method method : type.getDeclaredMethods()) {
      known.put(method.getName().replace('_', '.'), method.getReturnType());
    }
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> {
              if (FOREIGN.stream().noneMatch(name::startsWith)) {
                check(name, value, known);
              }
            });
  }

  private static void check(String name, Object value, Map<String, Class<?>> known) {
    Class<?> type = known.get(name);
    if (type == null) {
      throw new ConfigException(name, value, "remove it, or use one of " + known.keySet());
    }
    if (type == int.class && !isInt(value)) {
      throw new ConfigException(name, value, "use an integer");
    }
    if (type == boolean.class && !(value instanceof Boolean)) {
      throw new ConfigException(name, value, "use true or false");
    }
    if (type == String.class && !(value instanceof String)) {
      throw new ConfigException(name, value, "use a text");
    }
    if (type == int[].class && !elements(value).stream().allMatch(SettingTypes::isInt)) {
      throw new ConfigException(name, value, "use a list of integers");
    }
    if (type == String[].class && !elements(value).stream().allMatch(String.class::isInstance)) {
      throw new ConfigException(name, value, "use a list of texts");
    }
  }

  private static Collection<?> elements(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection;
    }
    if (!value.getClass().isArray()) {
      return List.of(value);
    }
    return IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i)).toList();
  }

  private static boolean isInt(Object value) {
    return value instanceof Number number && number.doubleValue() == number.intValue();
  }
}
