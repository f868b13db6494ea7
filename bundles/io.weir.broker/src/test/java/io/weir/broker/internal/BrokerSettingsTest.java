package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.testing.WrittenConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BrokerSettingsTest {
  private static final Map<String, Object> USER =
      Map.of("users", List.of("pump"), "passwords", List.of("secret:pump-mqtt"));

  /** Settings with a user. */
  private static Map<String, Object> with(Object... others) {
    Map<String, Object> all = new HashMap<>(USER);
    for (int i = 0; i < others.length; i += 2) {
      all.put(others[i].toString(), others[i + 1]);
    }
    return all;
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of(Map.of("host", "0.0.0.0"), "host"),
        Arguments.of(Map.of("host", "no.such.host.invalid"), "host"),
        Arguments.of(with("host", "0.0.0.0"), "port"),
        Arguments.of(with("host", "0.0.0.0", "plain", "maybe"), "plain"),
        Arguments.of(Map.of("port", 70_000), "port"),
        Arguments.of(Map.of("port", -2), "port"),
        Arguments.of(Map.of("port", -1), "port"),
        Arguments.of(Map.of("tls.port", 70_000), "tls.port"),
        Arguments.of(Map.of("message.bytes", 10), "message.bytes"),
        Arguments.of(Map.of("connections", 0), "connections"),
        Arguments.of(Map.of("connections.address", 0), "connections.address"),
        Arguments.of(Map.of("client.rate", 0), "client.rate"),
        Arguments.of(Map.of("kept", "paper"), "kept"),
        Arguments.of(
            Map.of("users", List.of("pump"), "passwords", List.of("hunter2")), "passwords"),
        Arguments.of(Map.of("users", List.of("pump")), "passwords"),
        Arguments.of(Map.of("users", List.of("pu/mp"), "passwords", List.of("secret:a")), "users"),
        Arguments.of(
            Map.of("users", List.of("a", "a"), "passwords", List.of("secret:a", "secret:b")),
            "users"),
        Arguments.of(with("clients", List.of("fan id")), "clients"),
        Arguments.of(with("clients", List.of("pump")), "clients"),
        Arguments.of(with("clients", List.of("pump a", "pump a")), "clients"),
        Arguments.of(Map.of("permissions", List.of("* readwrite")), "permissions"),
        Arguments.of(Map.of("permissions", List.of("* see a/#")), "permissions"),
        Arguments.of(Map.of("permissions", List.of("* read a#")), "permissions"),
        Arguments.of(Map.of("permissions", List.of("fan read a/#")), "permissions"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void settingsThatCannotBeUsedAreNamed(Map<String, ?> values, String field) {
    assertThatThrownBy(
            () -> BrokerSettings.of(WrittenConfig.of(BrokerConfig.class, values), "/data"))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.field()).isEqualTo(field);
              assertThat(e.getMessage()).doesNotContain("hunter2");
            });
  }

  @Test
  void beyondLoopbackIsForUsersWithTls() {
    assertThatCode(
            () ->
                BrokerSettings.of(
                    WrittenConfig.of(
                        BrokerConfig.class, with("host", "0.0.0.0", "port", -1, "tls.port", 8883)),
                    "/data"))
        .doesNotThrowAnyException();
  }

  @Test
  void aClientIdBelongsToItsUser() {
    Users users =
        Users.of(
            new String[] {"pump", "tool"},
            new String[] {"secret:a", "secret:b"},
            new String[] {"tool tool-*"},
            new String[] {"* write %u/%c/#", "tool read #"});
    assertThat(users.mayBe("pump", "pump")).isTrue();
    assertThat(users.mayBe("pump", "")).isTrue();
    assertThat(users.mayBe("pump", "pump2")).isFalse();
    assertThat(users.mayBe("pump", "tool-1")).isFalse();
    assertThat(users.mayBe("tool", "tool-1")).isTrue();
    assertThat(users.access("pump", "pump").mayWrite("pump/pump/state")).isTrue();
    assertThat(users.access("pump", "pump").mayRead("pump/pump/state")).isFalse();
    assertThat(users.access("pump", "+").mayWrite("pump/+/state")).isFalse();
    assertThat(users.access("tool", "tool-1").mayRead("#")).isTrue();
  }
}
