package io.weir.uplink.sparkplug.internal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;

/** Configurations as the framework would make them: what is not given has its default. */
final class TestConfig {
  private TestConfig() {}

  static SparkplugConfig of(Map<String, Object> given) {
    return (SparkplugConfig)
        Proxy.newProxyInstance(
            TestConfig.class.getClassLoader(),
            new Class<?>[] {SparkplugConfig.class},
            (proxy, method, arguments) ->
                given.getOrDefault(method.getName().replace('_', '.'), method.getDefaultValue()));
  }

  static Settings settings(Map<String, Object> given) {
    return Settings.of(of(given), "g1", Path.of("/etc/weir"));
  }
}
