package io.weir.uplink.sparkplug.internal;

import io.weir.testing.WrittenConfig;
import java.nio.file.Path;
import java.util.Map;

/** Configurations as the framework would make them: what is not given has its default. */
final class TestConfig {
  private TestConfig() {}

  static SparkplugConfig of(Map<String, Object> given) {
    return WrittenConfig.of(SparkplugConfig.class, given);
  }

  static Settings settings(Map<String, Object> given) {
    return Settings.of(of(given), "g1", Path.of("/etc/weir"));
  }
}
