package io.weir.uplink.http.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration as it is written: what is not given has its default. */
final class Written {
  private Written() {}

  static HttpConfig config(Map<String, Object> given) {
    InvocationHandler answer =
        (proxy, method, arguments) -> {
          @Nullable Object value = given.get(method.getName().replace('_', '.'));
          return value == null ? method.getDefaultValue() : value;
        };
    return (HttpConfig)
        Proxy.newProxyInstance(
            HttpConfig.class.getClassLoader(), new Class<?>[] {HttpConfig.class}, answer);
  }
}
