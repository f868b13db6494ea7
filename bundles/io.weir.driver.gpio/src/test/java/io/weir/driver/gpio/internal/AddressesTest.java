package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Access;
import io.weir.api.model.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
  private static GpioPoint parse(Access access, Map<String, Object> address) {
    return Addresses.parse(Bench.channel("channel", access, address));
  }

  @Test
  void anInputIsWhatALineIsUnlessItIsSaid() {
    assertThat(parse(Access.R, Map.of("line", 17)))
        .isEqualTo(
            new GpioPoint(
                "panel/channel",
                Mode.INPUT,
                17,
                false,
                Pull.ASIS,
                Drive.PUSH_PULL,
                Edge.BOTH,
                0,
                0,
                Safe.OFF,
                1,
                0));
  }

  @ParameterizedTest
  @CsvSource({"0us,0", "250us,250", "5ms,5000", "10s,10000000"})
  void debounceIsATime(String text, int micros) {
    assertThat(parse(Access.R, Map.of("line", 1, "debounce", text)).debounceMicros())
        .isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({"11s", "5", "5 ms", "-1ms", "1h", "999999999us"})
  void whatIsNoTimeIsRefused(String text) {
    refused(Access.R, Map.of("line", 1, "debounce", text), "address/debounce");
  }

  @Test
  void aSafeStateIsALevelADutyOrKept() {
    assertThat(safe("output", 1)).isEqualTo(new Safe(1.0));
    assertThat(safe("output", true)).isEqualTo(new Safe(1.0));
    assertThat(safe("output", "keep")).isEqualTo(Safe.KEEP);
    refused(Access.RW, Map.of("mode", "output", "line", 1, "safe", 0.5), "address/safe");
    refused(Access.RW, Map.of("mode", "output", "line", 1, "safe", "off"), "address/safe");
    Map<String, Object> fan = Map.of("mode", "pwm", "pwm", 0, "frequency", 50, "safe", 12.5);
    assertThat(parse(Access.RW, fan).safe()).isEqualTo(new Safe(12.5));
  }

  private static Safe safe(String mode, Object value) {
    return parse(Access.RW, Map.of("mode", mode, "line", 1, "safe", value)).safe();
  }

  @Test
  void edgesAreCountedOrToldOrNeither() {
    assertThat(parse(Access.R, Map.of("line", 1, "edge", "none")).edge()).isEqualTo(Edge.NONE);
    refused(Access.R, Map.of("line", 1, "edge", "rising"), "address/edge");
    refused(Access.R, Map.of("mode", "counter", "line", 1, "edge", "none"), "address/edge");
  }

  @Test
  void accessFitsTheMode() {
    refused(Access.RW, Map.of("line", 1), "access");
    refused(Access.RW, Map.of("mode", "frequency", "line", 1), "access");
    refused(Access.W, Map.of("mode", "output", "line", 1), "access");
    refused(Access.W, Map.of("mode", "pwm", "pwm", 1, "frequency", 1), "access");
    assertThat(parse(Access.RW, Map.of("mode", "counter", "line", 1)).mode())
        .isEqualTo(Mode.COUNTER);
  }

  @Test
  void aKeyOfAnotherModeIsNamed() {
    assertThatThrownBy(() -> parse(Access.R, Map.of("line", 1, "safe", 0)))
        .hasMessage(
            "address/safe: '0' cannot be used; remove it; mode 'input' has [active-low, debounce,"
                + " edge, line, mode, pull]");
    refused(Access.R, Map.of("line", 1, "frequency", 50), "address/frequency");
    refused(Access.R, Map.of("line", 1, "active-low", "yes"), "address/active-low");
    refused(Access.R, Map.of("line", 1024), "address/line");
    refused(Access.R, Map.of("line", -1), "address/line");
    refused(Access.R, Map.of("line", "GPIO17"), "address/line");
    refused(Access.R, Map.of("line", 1, "pull", "UP"), "address/pull");
  }

  private static void refused(Access access, Map<String, Object> address, String field) {
    assertThatThrownBy(() -> parse(access, address))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
