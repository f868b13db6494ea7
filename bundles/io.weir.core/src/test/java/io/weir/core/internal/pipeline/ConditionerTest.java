package io.weir.core.internal.pipeline;

import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.model.ValueType;
import io.weir.core.internal.TestChannels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each story feeds one channel, number 0, second by second. */
class ConditionerTest {
  private static final long SECOND = 1_000_000;
  private static final byte BAD_COMM = Quality.bad(Reason.COMM);
  private static final byte BAD_RANGE = Quality.bad(Reason.RANGE);
  private static final byte BAD_STALE = Quality.bad(Reason.STALE);

  private final Conditioner conditioner = new Conditioner();
  private ValueType type = ValueType.DOUBLE;

  @Test
  void integersStayExact() {
    configure(channel(0, "d/c").type(ValueType.INTEGER, ValueType.INTEGER));
    assertThat(integer(0, Long.MAX_VALUE)).isEqualTo("9223372036854775807 good");
    assertThat(integer(1, Long.MIN_VALUE + 1)).isEqualTo("-9223372036854775807 good");
  }

  @Test
  void rawValuesAreScaled() {
    configure(channel(0, "d/c").scale(0.1, 0));
    assertThat(integer(0, 712)).isEqualTo("71.2 good");
    assertThat(integer(1, -5)).isEqualTo("-0.5 good");
  }

  @Test
  void aScaledIntegerIsRoundedAndMayNotOverflow() {
    configure(channel(0, "d/c").type(ValueType.INTEGER, ValueType.INTEGER).scale(0.5, 0));
    assertThat(integer(0, 7)).isEqualTo("4 good");
    configure(channel(0, "d/c").type(ValueType.INTEGER, ValueType.INTEGER).scale(1000, 0));
    assertThat(integer(1, Long.MAX_VALUE)).isEqualTo("null bad/range");
  }

  @Test
  void numbersBecomeBooleansAndBooleansNumbers() {
    configure(channel(0, "d/c").type(ValueType.INTEGER, ValueType.BOOLEAN));
    assertThat(integer(0, 4)).isEqualTo("true good");
    assertThat(integer(1, 0)).isEqualTo("false good");
    configure(channel(0, "d/c").type(ValueType.BOOLEAN, ValueType.DOUBLE));
    assertThat(integer(2, 1)).isEqualTo("1.0 good");
  }

  @Test
  void whatIsNoNumberIsBad() {
    configure(channel(0, "d/c").type(ValueType.DOUBLE, ValueType.DOUBLE));
    assertThat(number(0, Double.NaN)).isEqualTo("null bad/range");
    assertThat(number(1, Double.POSITIVE_INFINITY)).isEqualTo("null bad/range");
    assertThat(number(2, Double.NEGATIVE_INFINITY)).isEqualTo("null bad/range");
    assertThat(number(3, 1.5)).isEqualTo("1.5 good");
  }

  @Test
  void outsideTheRangeIsBadAndHasNoValue() {
    configure(channel(0, "d/c").scale(0.1, 0).range(-20, 130));
    assertThat(integer(0, -200)).isEqualTo("-20.0 good");
    assertThat(integer(1, 1300)).isEqualTo("130.0 good");
    assertThat(integer(2, 1301)).isEqualTo("null bad/range");
    assertThat(integer(3, 32767)).isEqualTo("null bad/range");
    assertThat(integer(4, -201)).isEqualTo("null bad/range");
  }

  @Test
  void aTooFastChangeIsUncertain() {
    configure(channel(0, "d/c").maxRate(5));
    assertThat(integer(0, 20)).as("the first value has no rate").isEqualTo("20.0 good");
    assertThat(integer(1, 25)).isEqualTo("25.0 good");
    assertThat(integer(2, 31)).isEqualTo("31.0 uncertain/range");
    assertThat(integer(4, 41)).as("10 in 2 s").isEqualTo("41.0 good");
    assertThat(integer(5, 20)).isEqualTo("20.0 uncertain/range");
  }

  @Test
  void smallChangesAreHeldBackUntilTheyAddUp() {
    configure(channel(0, "d/c").scale(0.1, 0).deadband(0.1, 0));
    assertThat(integer(0, 712)).isEqualTo("71.2 good");
    assertThat(integer(1, 712)).isEqualTo("held back");
    assertThat(integer(2, 713)).as("exactly the band").isEqualTo("71.3 good");
    configure(channel(0, "d/c").deadband(3, 0));
    assertThat(integer(3, 10)).isEqualTo("10.0 good");
    assertThat(integer(4, 12)).isEqualTo("held back");
    assertThat(integer(5, 13)).isEqualTo("13.0 good");
    assertThat(integer(6, 11)).isEqualTo("held back");
    assertThat(integer(7, 10)).isEqualTo("10.0 good");
  }

  @Test
  void theBandMayBeAShareOfTheValue() {
    configure(channel(0, "d/c").deadband(0, 10));
    assertThat(integer(0, 100)).isEqualTo("100.0 good");
    assertThat(integer(1, 109)).isEqualTo("held back");
    assertThat(integer(2, 110)).isEqualTo("110.0 good");
    assertThat(integer(3, 0)).isEqualTo("0.0 good");
    assertThat(integer(4, 0)).as("no change at zero").isEqualTo("held back");
    assertThat(integer(5, 1)).as("any change from zero").isEqualTo("1.0 good");
  }

  @Test
  void withBothBandsEitherIsEnough() {
    configure(channel(0, "d/c").deadband(5, 10));
    assertThat(integer(0, 100)).isEqualTo("100.0 good");
    assertThat(integer(1, 104)).isEqualTo("held back");
    assertThat(integer(2, 105)).isEqualTo("105.0 good");
    assertThat(integer(3, 0)).isEqualTo("0.0 good");
    assertThat(integer(4, 1)).isEqualTo("1.0 good");
  }

  @Test
  void theAbsoluteBandAlsoHoldsAroundZero() {
    configure(channel(0, "d/c").deadband(5, 0));
    assertThat(integer(0, 0)).isEqualTo("0.0 good");
    assertThat(integer(1, 3)).isEqualTo("held back");
    assertThat(integer(2, -5)).isEqualTo("-5.0 good");
  }

  @Test
  void theHeartbeatPassesAnUnchangedValue() {
    configure(channel(0, "d/c").deadband(1, 0).heartbeat(Duration.ofSeconds(3)));
    assertThat(integer(0, 7)).isEqualTo("7.0 good");
    assertThat(integer(1, 7)).isEqualTo("held back");
    assertThat(integer(2, 7)).isEqualTo("held back");
    assertThat(integer(3, 7)).isEqualTo("7.0 good");
    assertThat(integer(4, 7)).isEqualTo("held back");
  }

  @Test
  void aChangeOfQualityAlwaysPasses() {
    configure(channel(0, "d/c").deadband(1, 0));
    assertThat(integer(0, 7)).isEqualTo("7.0 good");
    assertThat(bad(1, BAD_COMM)).isEqualTo("null bad/comm");
    assertThat(bad(2, BAD_COMM)).isEqualTo("held back");
    assertThat(bad(3, BAD_RANGE)).isEqualTo("null bad/range");
    assertThat(integer(4, 7)).isEqualTo("7.0 good");
  }

  @Test
  void withoutABandEverythingPasses() {
    configure(channel(0, "d/c"));
    assertThat(integer(0, 7)).isEqualTo("7.0 good");
    assertThat(integer(1, 7)).isEqualTo("7.0 good");
  }

  @Test
  void aBadRowNeverKeepsAValue() {
    configure(channel(0, "d/c"));
    Batch batch = new Batch(1);
    batch.add(0, 0, 1234, BAD_COMM);
    conditioner.apply(batch);
    assertThat(batch.bits(0)).isZero();
  }

  @Test
  void aSilentChannelTurnsStaleOnce() {
    configure(channel(0, "d/c").staleAfter(Duration.ofSeconds(10)));
    integer(1, 7);
    assertThat(watch(11)).isEmpty();
    assertThat(watch(12)).containsExactly("null bad/stale");
    assertThat(watch(13)).isEmpty();
    assertThat(integer(14, 7)).isEqualTo("7.0 good");
    assertThat(watch(25)).containsExactly("null bad/stale");
  }

  @Test
  void aChannelThatNeverSpokeTurnsStaleToo() {
    configure(channel(0, "d/c").staleAfter(Duration.ofSeconds(10)));
    assertThat(watch(10)).isEmpty();
    assertThat(watch(11)).containsExactly("null bad/stale");
  }

  @Test
  void aChannelThatIsBadAlreadyKeepsItsReason() {
    configure(channel(0, "d/c").staleAfter(Duration.ofSeconds(10)));
    bad(1, BAD_COMM);
    assertThat(watch(60)).isEmpty();
  }

  @Test
  void heldBackValuesAreFreshAllTheSame() {
    configure(channel(0, "d/c").deadband(5, 0).staleAfter(Duration.ofSeconds(10)));
    integer(1, 7);
    assertThat(integer(9, 7)).isEqualTo("held back");
    assertThat(watch(15)).isEmpty();
    assertThat(watch(20)).hasSize(1);
  }

  @Test
  void rowsOfUnknownChannelsAreTakenOutAndCounted() {
    configure(channel(3, "d/c").type(ValueType.INTEGER, ValueType.INTEGER));
    Batch batch = new Batch(4);
    batch.addInteger(1, 0, 1);
    batch.addInteger(3, 0, 2);
    batch.addInteger(99, 0, 3);
    assertThat(conditioner.apply(batch)).isEqualTo(2);
    assertThat(batch.size()).isEqualTo(1);
    assertThat(batch.bits(0)).isEqualTo(2);
  }

  @Test
  void aNewConfigurationKeepsTheMemoryOfUnchangedChannels() {
    TestChannels banded = channel(0, "d/c").deadband(5, 0);
    configure(banded);
    integer(0, 7);
    configure(banded);
    assertThat(integer(1, 8)).isEqualTo("held back");
    configure(banded.deadband(1, 0));
    assertThat(integer(2, 8)).isEqualTo("8.0 good");
  }

  @Test
  void whatWasLostPassesAgain() {
    configure(channel(0, "d/c").deadband(5, 0));
    integer(0, 7);
    Batch lost = new Batch(1);
    lost.addInteger(0, 0, 7);
    conditioner.forgetPassed(lost);
    assertThat(integer(1, 7)).isEqualTo("7.0 good");
  }

  @Test
  void textPassesAsItIs() {
    configure(channel(0, "d/c").type(ValueType.TEXT, ValueType.TEXT));
    Batch batch = new Batch(2);
    batch.addObject(0, 0, "open", Quality.GOOD);
    conditioner.apply(batch);
    assertThat(batch.object(0)).isEqualTo("open");
  }

  private void configure(TestChannels channel) {
    var resolved = channel.build();
    type = resolved.channel().info().type();
    conditioner.configure(List.of(resolved), 0);
  }

  private String integer(long second, long value) {
    Batch batch = new Batch(1);
    batch.addInteger(0, second * SECOND, value);
    return condition(batch);
  }

  private String number(long second, double value) {
    Batch batch = new Batch(1);
    batch.addDouble(0, second * SECOND, value);
    return condition(batch);
  }

  private String bad(long second, byte quality) {
    Batch batch = new Batch(1);
    batch.add(0, second * SECOND, 0, quality);
    return condition(batch);
  }

  private String condition(Batch batch) {
    assertThat(conditioner.apply(batch)).isZero();
    return batch.isEmpty() ? "held back" : text(batch, 0);
  }

  private List<String> watch(long second) {
    Batch batch = new Batch(1);
    conditioner.watch(second * SECOND, batch);
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      assertThat(batch.quality(row)).isEqualTo(BAD_STALE);
      rows.add(text(batch, row));
    }
    return rows;
  }

  private String text(Batch batch, int row) {
    byte quality = batch.quality(row);
    Object value = Quality.isBad(quality) ? null : type.box(batch.bits(row), null);
    return value + " " + Quality.text(quality);
  }
}
