package io.weir.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "mqtt://a, mqtt://a:1883, tcp://a:1883",
    "MQTTS://a/, mqtts://a:8883, ssl://a:8883",
    "mqtt://[::1]:99, mqtt://[::1]:99, tcp://[::1]:99",
    "ws://a:81/mqtt, ws://a:81/mqtt, ws://a:81/mqtt",
    "wss://a, wss://a:443, wss://a:443"
  })
  void anAddressIsRead(String written, String url, String libraryUri) {
    Address address = Address.of("url", written);
    assertThat(address.url()).isEqualTo(url);
    assertThat(address.libraryUri()).isEqualTo(libraryUri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "http://a",
        "mqtt://",
        "mqtt://a:0",
        "mqtt://a:70000",
        "mqtt://a/path",
        "mqtt://not a host",
        "ws://a/mqtt?x=1",
        "mqtt://a#b"
      })
  void anotherIsRefused(String url) {
    assertThatThrownBy(() -> Address.of("brokers", url))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("brokers")
        .hasMessageContaining("mqtt://host:port");
  }

  @Test
  void aUserInItIsNotRepeated() {
    assertThatThrownBy(() -> Address.of("url", "mqtt://anna:sesame@a"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("username")
        .message()
        .doesNotContain("sesame");
  }

  @Test
  void aPinHasItsLength() {
    assertThat(Tls.pin("AB:" + "00:".repeat(30) + "CD")).isEqualTo("ab" + "00".repeat(30) + "cd");
    assertThat(Tls.pin("")).isEmpty();
    assertThatThrownBy(() -> Tls.pin("00")).hasMessageContaining("pin");
    assertThatThrownBy(() -> Tls.pin("xy".repeat(32))).hasMessageContaining("pin");
  }
}
