package io.weir.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Conditioning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 0, 3, 0.3",
    "0.1, 0, 712, 71.2",
    "0.01, 0, 1234567, 12345.67",
    "0.1, -273.15, 2982, 25.05",
    "0.25, 0, 3, 0.75",
    "-0.5, 100, 7, 96.5",
    "1000, 0, 12, 12000",
    "1, -40, 0, -40",
    "0.001, 0, 9007199254740, 9007199254.74",
  })
  void decimalsComeOutAsPeopleWriteThem(double scale, double offset, double raw, double value) {
    Scaling scaling = Scaling.of(conditioning(scale, offset));
    assertThat(scaling.toValue(raw)).isEqualTo(value);
    assertThat(Math.rint(scaling.toRaw(value))).isEqualTo(raw);
  }

  @Test
  void everyTenthOfASixteenBitRegisterIsTheNearestDouble() {
    Scaling scaling = Scaling.of(conditioning(0.1, 0));
    for (int raw = -32768; raw <= 32767; raw++) {
      assertThat(scaling.toValue(raw)).isEqualTo(Double.parseDouble(raw + "e-1"));
    }
  }

  @Test
  void aFactorThatIsNoShortDecimalIsMultiplied() {
    Scaling scaling = Scaling.of(conditioning(1.0 / 3, 1e-20));
    assertThat(scaling.toValue(9)).isEqualTo(3.0);
  }

  @Test
  void withoutScaleAndOffsetNothingChanges() {
    assertThat(Scaling.of(Conditioning.NONE).toValue(7.3)).isEqualTo(7.3);
    assertThat(Scaling.of(Conditioning.NONE).toRaw(7.3)).isEqualTo(7.3);
  }

  private static Conditioning conditioning(double scale, double offset) {
    return new Conditioning(
        scale,
        offset,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        0,
        0,
        null,
        null);
  }
}
