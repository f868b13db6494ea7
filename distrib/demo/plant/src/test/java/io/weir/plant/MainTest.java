package io.weir.plant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @Test
  void thePortIsOptional() {
    assertThat(Main.port()).isEqualTo(5020);
    assertThat(Main.port("--port", "15020")).isEqualTo(15020);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port", "--port 0", "--port 65536", "--port x", "5020", "--port 1 2"})
  void anythingElseIsRefused(String line) {
    assertThat(Main.port(line.split(" "))).isNull();
  }
}
