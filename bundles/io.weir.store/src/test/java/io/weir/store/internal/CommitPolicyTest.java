package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class CommitPolicyTest {
  private static final long GIGA = 1_000_000_000L;
  private final CommitPolicy policy = new CommitPolicy(2 * GIGA, 1000, 3000);

  /** An hour in which the card is written to at this pace. */
  private void hour(long bytesPerDay) {
    policy.next(new WearMeter.Slice(CommitPolicy.WINDOW, bytesPerDay / 24, 0));
  }

  @Test
  void theBudgetIsExceededOnlyWhenThatWasMeasuredAtTheLongestInterval() {
    hour(3 * GIGA);
    hour(3 * GIGA);
    assertThat(policy.millis()).isEqualTo(3000);
    assertThat(policy.isExceeded()).as("measured at 2000 ms").isFalse();

    hour(5 * GIGA / 2);
    assertThat(policy.isExceeded()).isTrue();
    assertThat(policy.reason()).contains("2.5 GB", "wear.budget.bytes.per.day");
  }

  @Test
  void theReasonNamesWhatMadeTheIntervalLonger() {
    hour(3 * GIGA);
    hour(3 * GIGA / 2);

    assertThat(policy.millis()).isEqualTo(2000);
    assertThat(policy.reason()).contains("3.0 GB").doesNotContain("1.5");
  }

  @Test
  void figuresReadTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      hour(3 * GIGA);
      assertThat(policy.reason()).contains("3.0 GB");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aSmallBudgetIsNotNothing() {
    CommitPolicy small = new CommitPolicy(40_000_000, 1000, 3000);
    small.next(new WearMeter.Slice(CommitPolicy.WINDOW, 60_000_000 / 24, 0));

    assertThat(small.reason()).contains("60.0 MB", "40.0 MB");
  }
}
