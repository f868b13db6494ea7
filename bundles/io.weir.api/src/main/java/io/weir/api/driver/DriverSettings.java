package io.weir.api.driver;

import io.weir.api.model.ConfigException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the settings of a connection as they were written, before Declarative Services makes
 * something of them: to it 1.5 is the number 1 and a name that nobody knows is nothing. Any thread.
 */
public final class DriverSettings {
  /** What the framework and the gateway add by themselves. */
  private static final Set<String> FOREIGN =
      Set.of("service.", "component.", "felix.", "osgi.", "weir.", "objectClass", ".");

  /** What the gateway reads of each connection, no matter what its driver is. */
  private static final Set<String> COMMON = Set.of("accept");

  private DriverSettings() {}

  /**
   * Checks names and types.
   *
   * @param settings the component's properties
   * @param type the annotation that names the settings: integers, texts, true or false
   * @throws ConfigException naming the first setting that is wrong
   */
  public static void check(Map<String, Object> settings, Class<?> type) {
    Map<String, Class<?>> known = new TreeMap<>();
    for (Method method : type.getDeclaredMethods()) {
      known.put(method.getName().replace('_', '.'), method.getReturnType());
    }
    new TreeMap<>(settings)
        .forEach(
            (name, value) -> {
              if (FOREIGN.stream().noneMatch(name::startsWith) && !COMMON.contains(name)) {
                check(name, value, known);
              }
            });
  }

  private static void check(String name, Object value, Map<String, Class<?>> known) {
    Class<?> type = known.get(name);
    if (type == null) {
      String fix =
          known.isEmpty() ? "; there is nothing to set" : ", or use one of " + known.keySet();
      throw new ConfigException(name, value, "remove it" + fix);
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
  }

  private static boolean isInt(Object value) {
    return value instanceof Number number && number.doubleValue() == number.intValue();
  }
}
