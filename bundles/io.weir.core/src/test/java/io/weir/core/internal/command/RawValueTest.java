package io.weir.core.internal.command;

import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Access;
import io.weir.api.model.ValueType;
import io.weir.core.internal.TestChannels;
import io.weir.core.internal.command.RawValue.RefusedException;
import org.junit.jupiter.api.Test;

class RawValueTest {
  private static final ValueType INTEGER = ValueType.INTEGER;
  private static final ValueType DOUBLE = ValueType.DOUBLE;
  private static final ValueType BOOLEAN = ValueType.BOOLEAN;

  @Test
  void aScaledValueBecomesTheNearestRawOne() throws RefusedException {
    TestChannels tenths = of(INTEGER, DOUBLE).scale(0.1, -40);
    assertThat(raw(tenths, 21.5)).isEqualTo(615);
    assertThat(raw(tenths, 21.54)).isEqualTo(615);
    assertThat(raw(tenths, -40)).isZero();
    assertThat(RawValue.toValue(tenths.build(), 615, null)).isEqualTo(21.5);
  }

  @Test
  void integersStayExact() throws RefusedException {
    assertThat(raw(of(INTEGER, INTEGER), Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(raw(of(INTEGER, INTEGER), 5.0)).isEqualTo(5);
    assertThat(RawValue.toValue(of(INTEGER, INTEGER).build(), Long.MAX_VALUE, null))
        .isEqualTo(Long.MAX_VALUE);
    refused(of(INTEGER, INTEGER), 5.5, "not a whole number");
    refused(of(INTEGER, INTEGER), 1e19, "does not fit 64 bits");
  }

  @Test
  void doublesAreWrittenAsTheyAre() throws RefusedException {
    assertThat(raw(of(DOUBLE, DOUBLE), 1.5)).isEqualTo(Double.doubleToRawLongBits(1.5));
    refused(of(DOUBLE, DOUBLE), Double.NaN, "not a number");
    refused(of(INTEGER, DOUBLE), 1e300, "does not fit");
  }

  @Test
  void booleansMayStandInAnyNumber() throws RefusedException {
    assertThat(raw(of(BOOLEAN, BOOLEAN), true)).isEqualTo(1);
    assertThat(raw(of(INTEGER, BOOLEAN), false)).isZero();
    assertThat(raw(of(DOUBLE, BOOLEAN), true)).isEqualTo(Double.doubleToRawLongBits(1));
    assertThat(raw(of(BOOLEAN, DOUBLE), 1)).isEqualTo(1);
    assertThat(RawValue.toValue(of(INTEGER, BOOLEAN).build(), 3, null)).isEqualTo(true);
    refused(of(BOOLEAN, DOUBLE), 2, "does not fit the device's BOOLEAN");
    refused(of(BOOLEAN, BOOLEAN), 1, "not true or false");
    refused(of(BOOLEAN, BOOLEAN), "true", "not true or false");
  }

  @Test
  void limitsHoldInTheChannelsOwnUnit() throws RefusedException {
    TestChannels limited = of(INTEGER, DOUBLE).scale(0.1, 0).write(20, 90);
    assertThat(raw(limited, 20)).isEqualTo(200);
    assertThat(raw(limited, 90)).isEqualTo(900);
    refused(limited, 90.1, "above the highest allowed 90.0");
    refused(limited, 19.9, "below the lowest allowed 20.0");
  }

  @Test
  void textAndBytesAreObjects() throws RefusedException {
    TestChannels text = of(ValueType.TEXT, ValueType.TEXT);
    assertThat(RawValue.of(text.build(), "open").object()).isEqualTo("open");
    refused(text, 5, "not a text");
    TestChannels bytes = of(ValueType.BYTES, ValueType.BYTES);
    assertThat(RawValue.of(bytes.build(), "AQI=").object()).isEqualTo(new byte[] {1, 2});
    refused(bytes, "§", "not base64");
  }

  private static TestChannels of(ValueType raw, ValueType type) {
    return channel(0, "d/c").type(raw, type).access(Access.RW);
  }

  private static long raw(TestChannels channel, Object value) throws RefusedException {
    return RawValue.of(channel.build(), value).bits();
  }

  private static void refused(TestChannels channel, Object value, String words) {
    assertThatThrownBy(() -> RawValue.of(channel.build(), value))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(words);
  }
}
