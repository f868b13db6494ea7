package io.weir.broker.internal;

import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;

/** Settings as the component runtime gives them. */
final class Fixtures {
  private Fixtures() {}

  static BrokerConfig config(Map<String, ?> values) {
    return (BrokerConfig)
        Proxy.newProxyInstance(
            BrokerConfig.class.getClassLoader(),
            new Class<?>[] {BrokerConfig.class},
            (proxy, method, arguments) -> {
              Object value = values.get(method.getName().replace('_', '.'));
              if (value == null) {
                return method.getDefaultValue();
              }
              return value instanceof Collection<?> list
                  ? list.toArray((Object[]) Array.newInstance(String.class, 0))
                  : value;
            });
  }
}
