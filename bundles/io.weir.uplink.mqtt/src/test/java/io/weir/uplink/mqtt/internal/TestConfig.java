package io.weir.uplink.mqtt.internal;

import io.weir.api.security.SecretStore;
import io.weir.testing.FakeSecretStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;

/** Configurations as the framework would make them: what is not given has its default. */
final class TestConfig {
  private TestConfig() {}

  static MqttConfig of(Map<String, Object> given) {
    return (MqttConfig)
        Proxy.newProxyInstance(
            TestConfig.class.getClassLoader(),
            new Class<?>[] {MqttConfig.class},
            (proxy, method, arguments) ->
                given.getOrDefault(method.getName().replace('_', '.'), method.getDefaultValue()));
  }

  static Settings settings(Map<String, Object> given) {
    return settings(given, new FakeSecretStore());
  }

  static Settings settings(Map<String, Object> given, SecretStore secrets) {
    return Settings.of(of(given), "g1", Path.of("/etc/weir"), secrets);
  }
}
