package io.weir.uplink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.api.model.ConfigException;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  /** 2026-01-05 is a Monday. */
  @ParameterizedTest
  @CsvSource({
    "22:00-06:00, 2026-01-05T21:59, false",
    "22:00-06:00, 2026-01-05T22:00, true",
    "22:00-06:00, 2026-01-05T05:59, true",
    "22:00-06:00, 2026-01-05T06:00, false",
    "00:00-24:00, 2026-01-05T23:59, true",
    "mon-fri 12:00-13:00, 2026-01-05T12:30, true",
    "mon-fri 12:00-13:00, 2026-01-04T12:30, false",
    "fri-mon 12:00-13:00, 2026-01-04T12:30, true",
    "fri-mon 12:00-13:00, 2026-01-06T12:30, false",
    "sun 22:00-06:00, 2026-01-05T05:00, true",
    "sun 22:00-06:00, 2026-01-04T05:00, false",
    "'sat,sun 00:00-24:00; mon-fri 20:00-21:00', 2026-01-03T09:00, true",
    "'sat,sun 00:00-24:00; mon-fri 20:00-21:00', 2026-01-05T09:00, false",
    "'sat,sun 00:00-24:00; mon-fri 20:00-21:00', 2026-01-05T20:59, true",
    "'', 2026-01-05T20:59, true"
  })
  void windowsAreOpenWhenTheySay(String schedule, String at, boolean isOpen) {
    assertEquals(isOpen, Schedule.of("schedule", schedule).isOpen(ZonedDateTime.parse(at + "Z")));
  }

  @Test
  void theNextChangeIsFound() {
    Schedule schedule = Schedule.of("schedule", "mon 08:00-09:00");
    assertThat(schedule.nextChange(ZonedDateTime.parse("2026-01-05T09:30Z")))
        .isEqualTo(ZonedDateTime.parse("2026-01-12T08:00Z"));
    assertThat(schedule.nextChange(ZonedDateTime.parse("2026-01-05T08:30:20Z")))
        .isEqualTo(ZonedDateTime.parse("2026-01-05T09:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22-06",
        "22:00",
        "25:00-26:00",
        "24:00-06:00",
        "10:00-10:00",
        "mo 10:00-11:00",
        "mon-tue-wed 10:00-11:00",
        "10:00-11:00, 12:00-13:00"
      })
  void aWrongScheduleNamesFieldAndValue(String schedule) {
    assertThatThrownBy(() -> Schedule.of("schedule", schedule))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schedule")
        .hasMessageContaining(schedule);
  }
}
