package io.weir.testing;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A component's settings as Declarative Services hands them over. */
public final class WrittenConfig {
  private WrittenConfig() {}

  /**
   * What is written, and the default of what is not.
   *
   * @param type the component property type
   * @param written by key as in a document, {@code batch.age.ms}; a list for an array
   */
  public static <T> T of(Class<T> type, Map<String, ?> written) {
    Map<String, Object> values = new HashMap<>();
    for (Method method : type.getDeclaredMethods()) {
      Object value = written.get(method.getName().replace('_', '.'));
      if (value instanceof Collection<?> list) {
        Class<?> each = method.getReturnType().getComponentType();
        value = list.toArray((Object[]) Array.newInstance(each, 0));
      }
      values.put(method.getName(), value == null ? method.getDefaultValue() : value);
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> values.get(method.getName())));
  }
}
