package io.weir.uplink.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.api.model.ConfigException;
import io.weir.mqtt.LinkSettings.Version;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @Test
  void defaultsAreThoseOfTheDocumentation() {
    Settings settings = TestConfig.settings(Map.of());
    assertEquals("127.0.0.1", settings.link().address().host());
    assertEquals(1883, settings.link().address().port());
    assertFalse(settings.link().address().scheme().isTls());
    assertEquals(Version.V5, settings.link().version());
    assertEquals("g1", settings.link().clientId());
    assertEquals("weir/g1/telemetry", settings.topicOf("telemetry"));
    assertEquals(16, settings.link().inFlight());
    assertEquals(30, settings.link().keepAliveSeconds());
  }

  @Test
  void everythingCanBeSet() {
    Settings settings =
        TestConfig.settings(
            Map.of(
                "url", "mqtts://cloud.example",
                "version", "3.1.1",
                "client.id", "box-7",
                "username", "anna",
                "password", "secret:cloud.password",
                "ca.file", "/ca.pem",
                "topic", "plant/{kind}/{gateway}",
                "in.flight", 3,
                "keep.alive.s", 60));
    assertEquals(8883, settings.link().address().port());
    assertTrue(settings.link().address().scheme().isTls());
    assertEquals(Version.V3, settings.link().version());
    assertEquals("box-7", settings.link().clientId());
    assertNotNull(settings.link().password());
    assertEquals(Path.of("/ca.pem"), settings.link().tls().caFile());
    assertEquals("plant/event/g1", settings.topicOf("event"));
    assertEquals(3, settings.link().inFlight());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cloud.example",
        "http://cloud.example",
        "mqtt://",
        "mqtt://cloud.example:0",
        "mqtt://cloud.example:70000",
        "mqtt://cloud.example/path",
        "mqtt://user:secret@cloud.example",
        "mqtt://not a host"
      })
  void aWrongUrlIsRefused(String url) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> TestConfig.settings(Map.of("url", url)));
    assertThat(refused).hasMessageContaining("url").hasMessageContaining("mqtt://host:port");
    assertThat(refused.getMessage()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "version, 4",
    "topic, weir/{gateway}",
    "topic, weir/#/{kind}",
    "topic, weir/+/{kind}",
    "topic, weir/{device}/{kind}",
    "ca.file, ca.pem",
    "password, secret:p"
  })
  void wrongTextIsRefused(String field, String value) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> TestConfig.settings(Map.of(field, value)));
    assertThat(refused.field()).isIn(field, "username");
  }

  @Test
  void aPlainPasswordIsRefusedAndNotRepeated() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> TestConfig.settings(Map.of("username", "anna", "password", "hunter2")));
    assertThat(refused)
        .hasMessageContaining("password: 'a plain value' cannot be used")
        .hasMessageContaining("secret:<name>");
    assertThat(refused.getMessage()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "in.flight, 0",
    "in.flight, 1001",
    "batch.samples, 0",
    "batch.age.ms, -1",
    "keep.alive.s, 4",
    "keep.alive.s, 3601"
  })
  void numbersOutOfRangeAreRefused(String field, int value) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> TestConfig.settings(Map.of(field, value)));
    assertThat(refused)
        .hasMessageContaining(field)
        .hasMessageContaining(Integer.toString(value))
        .hasMessageContaining(" to ");
  }
}
