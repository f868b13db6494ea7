package io.weir.uplink.mqtt.internal;

import io.weir.api.security.SecretStore;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.WrittenConfig;
import java.nio.file.Path;
import java.util.Map;

/** Configurations as the framework would make them: what is not given has its default. */
final class TestConfig {
  private TestConfig() {}

  static MqttConfig of(Map<String, Object> given) {
    return WrittenConfig.of(MqttConfig.class, given);
  }

  static Settings settings(Map<String, Object> given) {
    return settings(given, new FakeSecretStore());
  }

  static Settings settings(Map<String, Object> given, SecretStore secrets) {
    return Settings.of(of(given), "g1", Path.of("/etc/weir"), secrets);
  }
}
