package io.weir.driver.mqtt.internal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.testing.FakeSecretStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSettingsTest {
  private static final Path ETC = Path.of("/etc/weir");
  private static final String PIN = "00:".repeat(31) + "FF";

  @ParameterizedTest
  @CsvSource({
    "'', 0, false, '', '', host",
    "a b, 0, false, '', '', host",
    "mqtt://a, 0, false, '', '', host",
    "a, 65536, false, '', '', port",
    "a, -1, false, '', '', port",
    "a, 0, false, ca.pem, '', ca.file",
    "a, 0, false, '', 00, pin",
    "a, 0, true, '', 00, pin",
    "a, 0, true, '', xy, pin",
    "a, 0, true, ca.pem, 00, pin"
  })
  void aWrongServerIsNamed(
      String host, int port, boolean tls, String ca, String pin, String field) {
    assertThatThrownBy(() -> Server.of(host, port, tls, ca, pin, ETC))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', clean, client.id",
    "a, '', secret:pw, clean, username",
    "a, weir, pw, clean, password",
    "a, '', '', kept, session",
  })
  void aWrongLoginIsNamed(String id, String user, String password, String session, String field) {
    assertThatThrownBy(() -> Login.of(id, user, password, session, new FakeSecretStore()))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  @ParameterizedTest
  @CsvSource({
    "99, 30, 128, 1, connect.timeout.ms",
    "100, 4, 128, 1, keep.alive.s",
    "100, 5, 127, 1, queue",
    "100, 5, 128, 0, max.message.kb",
    "100, 5, 128, 32769, max.message.kb"
  })
  void aWrongLimitIsNamed(int connect, int alive, int queue, int kb, String field) {
    assertThatThrownBy(() -> Limits.of(connect, alive, queue, kb))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  @Test
  void whatIsNotGivenIsTheUsual() {
    assertThat(Server.of("a", 0, false, "", "", ETC).url()).isEqualTo("mqtt://a:1883");
    assertThat(Server.of("::1", 0, true, "", "", ETC).url()).isEqualTo("mqtts://[::1]:8883");
    assertThat(Server.of("a", 0, true, "ca.pem", "", ETC).caFile())
        .isEqualTo(Path.of("/etc/weir/ca.pem"));
    assertThat(Server.of("a", 0, true, "", PIN, ETC).pin()).isEqualTo("00".repeat(31) + "ff");
  }
}
