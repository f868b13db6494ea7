package io.weir.core.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.Device;
import io.weir.api.model.ValueType;
import io.weir.core.internal.TestChannels;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownDevicesTest {
  private static final ResolvedDevice METER =
      device("meter", Map.of("unit", 5L, "table", "holding", "register", 7L));

  @Test
  void aDeviceWhoseChannelSaysAllThatTheFindingSaysIsIt() {
    assertThat(named(Map.of("unit", 5))).as("numbers are numbers").isEqualTo("meter");
    assertThat(named(Map.of("unit", 5.0, "table", "holding"))).isEqualTo("meter");
    assertThat(named(Map.of("unit", 6))).isNull();
    assertThat(named(Map.of("unit", 5, "table", "input"))).isNull();
    assertThat(named(Map.of("unit", 5, "type", "uint16"))).as("it says more").isNull();
  }

  @Test
  void whatTheFindingToldStays() {
    Finding finding = new Finding(Map.of("unit", 5), "Unit 5", Map.of("vendor", "Acme"));
    assertThat(KnownDevices.name(List.of(finding), List.of(METER)).get(0).details())
        .isEqualTo(Map.of("vendor", "Acme", "device", "meter"));
  }

  private static @Nullable String named(Map<String, Object> address) {
    Finding finding = new Finding(address, "", Map.of());
    return KnownDevices.name(List.of(finding), List.of(METER)).get(0).details().get("device");
  }

  private static ResolvedDevice device(String id, Map<String, Object> address) {
    Channel channel =
        new Channel(
            new ChannelInfo(0, id + "/c", ValueType.INTEGER, ""),
            "c",
            Access.R,
            null,
            address,
            Conditioning.NONE,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY);
    return new ResolvedDevice(
        new Device(id, id, null, "plant", true, Map.of(), List.of(channel)),
        null,
        List.of(
            new ResolvedChannel(
                channel, new TestChannels.TestPoint("a", 0, 1, ValueType.INTEGER))));
  }
}
