package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {
  @ParameterizedTest
  @CsvSource({
    "a/#, a/b/c, true",
    "a/#, a, true",
    "a/#, a/#, true",
    "a/#, a/+/b, true",
    "a/#, ab, false",
    "a/#, +/b, false",
    "a/#, #, false",
    "a/+, a/b, true",
    "a/+, a/+, true",
    "a/+, a/#, false",
    "a/+, a/b/c, false",
    "a/+, a, false",
    "a/b, a/+, false",
    "a/b, a/b/c, false",
    "a/b/c, a/b, false",
    "#, a/b, true",
    "#, $SYS/broker/uptime, false",
    "+/broker/uptime, $SYS/broker/uptime, false",
    "$SYS/#, $SYS/broker/uptime, true",
    "+/#, #, false",
    "a//b, a//b, true",
    "a/+/b, a//b, true",
  })
  void aRuleCovers(String rule, String filter, boolean covered) {
    assertThat(TopicFilter.covers(rule, filter)).isEqualTo(covered);
  }

  @Test
  void aSharedSubscriptionIsJudgedByItsFilter() {
    assertThat(TopicFilter.unshared("$share/group/a/#")).isEqualTo("a/#");
    assertThat(TopicFilter.unshared("$share/group")).isEqualTo("$share/group");
    assertThat(Access.ALL.mayRead("$share/group/a/#")).isTrue();
    assertThat(Access.ALL.mayRead("$share/group/$SYS/#")).isFalse();
    assertThat(Access.ALL.mayRead("$share/group")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"a/#, true", "+, true", "a/#/b, false", "a#, false", "a+/b, false", "'', false"})
  void wildcardsStandAlone(String filter, boolean valid) {
    assertThat(TopicFilter.isValid(filter)).isEqualTo(valid);
  }
}
