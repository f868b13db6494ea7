package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.Backoff;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebServerTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, -1, port",
    "0.0.0.0, 65536, port",
    "'', 8443, host",
    "no such host, 8443, host"
  })
  void badSettingsNameTheField(String host, int port, String field) {
    assertThatThrownBy(() -> WebServer.address(host, port))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  @Test
  void goodSettingsAreAnAddress() {
    assertThat(WebServer.address("127.0.0.1", 0).getAddress().isLoopbackAddress()).isTrue();
    assertThat(WebServer.address("0.0.0.0", 8443).getAddress().isAnyLocalAddress()).isTrue();
  }

  @Test
  void aPortThatIsFreeAgainIsTakenWithinTwoSeconds() {
    Backoff backoff = WebServer.untilPortIsFree(new SplittableRandom(7));

    for (int tries = 0; tries < 100; tries++) {
      assertThat(backoff.nextMicros()).isBetween(250_000L, 2_000_000L);
    }
  }
}
