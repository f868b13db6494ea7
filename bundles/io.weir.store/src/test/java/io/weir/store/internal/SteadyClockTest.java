package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final long DAY = 86_400_000_000L;
  private static final long NOW = FakeClock.DEFAULT_OFFSET;

  private final FakeClock clock = new FakeClock();
  private final SteadyClock steady = new SteadyClock(clock);

  @Test
  void aConfirmedClockCanBeReliedOn() {
    assertThat(steady.look(NOW - 3 * DAY)).isTrue();
    clock.offset(1, NOW + DAY / 2, true);
    assertThat(steady.look(0)).as("half a day is no jump").isTrue();
    clock.offset(1, NOW, false);
    assertThat(steady.look(0)).isFalse();
  }

  @Test
  void afterAJumpItCannotForADay() {
    assertThat(steady.look(0)).isTrue();
    clock.offset(1, NOW + 3650 * DAY, true);
    assertThat(steady.look(0)).isFalse();
    clock.advance(Duration.ofHours(23));
    assertThat(steady.look(0)).isFalse();
    clock.advance(Duration.ofHours(1));
    assertThat(steady.look(0)).isTrue();
    clock.offset(1, NOW, true);
    assertThat(steady.look(0)).as("back").isFalse();
  }

  @Test
  void aStartFarFromWhatIsStoredIsAJump() {
    assertThat(steady.isNew()).isTrue();
    assertThat(steady.look(NOW - 31 * DAY)).isFalse();
    assertThat(steady.isNew()).isFalse();
    clock.advance(Duration.ofDays(1));
    assertThat(steady.look(0)).isTrue();
  }

  @Test
  void nothingStoredIsNothingToCompareWith() {
    assertThat(steady.look(0)).isTrue();
  }
}
