package io.weir.codec.metrics.internal.influx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Codec;
import io.weir.api.uplink.UplinkBatch;
import io.weir.testing.CodecContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfluxCodecTest extends CodecContract {
  private static final long T = 1_763_920_000_000_000L;

  private final InfluxCodec codec = new InfluxCodec();

  @Override
  protected Codec codec() {
    return codec;
  }

  @Test
  void aLineHoldsOneMomentOfADevice() {
    ChannelInfo flow = channels.assign("boiler/flow-temp", ValueType.DOUBLE, "Cel");
    ChannelInfo burner = channels.assign("boiler/burner", ValueType.BOOLEAN, "");
    ChannelInfo energy = channels.assign("meter/energy", ValueType.INTEGER, "Wh");
    ChannelInfo mode = channels.assign("meter/mode", ValueType.TEXT, "");
    Batch batch = new Batch(8);
    batch.addDouble(flow.number(), T, 71.25);
    batch.addBoolean(burner.number(), T, true);
    batch.add(energy.number(), T, 5, Quality.uncertain(Quality.Reason.CLOCK));
    batch.addObject(mode.number(), T + 1, "say \"a\\b\"", Quality.GOOD);
    batch.addBad(energy.number(), T + 1, Quality.Reason.COMM);
    assertThat(encode(new UplinkBatch("g1", Lane.TELEMETRY, 41, 43, batch, List.of())))
        .isEqualTo(
            """
            # gateway=g1 lane=telemetry first=41 last=43
            weir,gateway=g1,device=boiler flow-temp=71.25,burner=true 1763920000000000000
            weir,gateway=g1,device=meter energy=5i,energy/quality="uncertain/clock" 1763920000000000000
            weir,gateway=g1,device=meter mode="say \\"a\\\\b\\"",energy/quality="bad/comm" 1763920000000001000
            """);
  }

  @Test
  void eventsOfOneMomentAreLinesOfTheirOwn() {
    Event event =
        new Event("rule", "heat", Severity.WARNING, T, "hot", Map.of("limit, upper", "95"));
    assertThat(encode(new UplinkBatch("g1", Lane.EVENT, 7, 8, new Batch(1), List.of(event, event))))
        .isEqualTo(
            """
            # gateway=g1 lane=event first=7 last=8
            weir_event,gateway=g1,severity=warning type="rule",source="heat",message="hot",attribute/limit\\,\\ upper="95" 1763920000000000000
            weir_event,gateway=g1,severity=warning type="rule",source="heat",message="hot",attribute/limit\\,\\ upper="95" 1763920000000000001
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weir,device=a b=1e400 5",
        "weir,device=a b=1x 5",
        "weir,device=a b=\"open 5",
        "weir,device=a b=1 soon",
        "weir,device=a b/quality=\"uncertain/clock\" 5",
        "weir,device=a b/quality=\"fine\" 5",
        "weir,device=a",
        "other b=1 5"
      })
  void refusesWhatIsNoLineOfAGateway(String line) {
    String header = "# gateway=g1 lane=telemetry first=1 last=1\n";
    assertThatThrownBy(() -> codec.decode((header + line).getBytes(UTF_8), number -> null))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("payload: ");
  }

  private String encode(UplinkBatch batch) {
    return new String(
        codec.encode(batch, number -> Objects.requireNonNull(channels.get(number))), UTF_8);
  }
}
