package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "3600000000, 600, 10000000",
    "3600000000, 60, 60000000",
    "60000000, 600, 100000",
    "1, 600, 100000",
    "31536000000000, 600, 86400000000",
    "31536000000000, 100, 345600000000"
  })
  void stepsAreRoundAndNeverMoreThanAskedFor(long range, long points, long step) {
    assertThat(Times.step(range, points)).isEqualTo(step);
    assertThat((range + step - 1) / step).isLessThanOrEqualTo(points);
  }

  @Test
  void timesAreMicrosecondsOrIso() throws ApiException {
    assertThat(Times.parse("from", "1767225600000000", 0)).isEqualTo(1767225600000000L);
    assertThat(Times.parse("from", "2026-01-01T01:00:00.000001+01:00", 0))
        .isEqualTo(1767225600000001L);
    assertThat(Times.parse("from", null, 7)).isEqualTo(7);
  }
}
