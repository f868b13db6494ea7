package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void timesAreMicrosecondsOrIso() throws ApiException {
    assertThat(Times.parse("from", "1767225600000000", 0)).isEqualTo(1767225600000000L);
    assertThat(Times.parse("from", "2026-01-01T01:00:00.000001+01:00", 0))
        .isEqualTo(1767225600000001L);
    assertThat(Times.parse("from", null, 7)).isEqualTo(7);
  }

  @Test
  void timesInFilesHaveMicrosecondsAndNoLocale() {
    IsoTime iso = new IsoTime();
    StringBuilder text = new StringBuilder();
    for (long time : new long[] {1767225600000001L, 1767311999999999L, 1767312000000000L, 0, -1}) {
      iso.append(text, time);
      text.append(' ');
    }

    assertThat(text)
        .hasToString(
            "2026-01-01T00:00:00.000001Z 2026-01-01T23:59:59.999999Z 2026-01-02T00:00:00.000000Z"
                + " 1970-01-01T00:00:00.000000Z 1969-12-31T23:59:59.999999Z ");
    assertThat(IsoTime.compact(1767225600000001L)).isEqualTo("20260101T000000Z");
  }
}
