package io.weir.driver.i2c.internal;

import io.weir.api.model.ConfigException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the settings as they were written, before Declarative Services makes something of them: to
 * it 1.5 is the number 1 and a name that nobody knows is nothing.
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
    if (type == String.class && !(value instanceof String)) {
      throw new ConfigException(name, value, "use a text");
    }
  }

  private static boolean isInt(Object value) {
    return value instanceof Number number && number.doubleValue() == number.intValue();
  }
}
