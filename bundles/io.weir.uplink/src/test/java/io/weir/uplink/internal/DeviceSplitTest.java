package io.weir.uplink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.api.uplink.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceSplitTest {
  @TempDir Path folder;

  private PumpRig rig;

  @BeforeEach
  void begin() {
    rig = new PumpRig(folder, Map.of("batch.samples", 4, "split", "device", "in.flight", 4));
  }

  private List<String> published() {
    List<String> all = rig.transport.published.stream().map(DeviceSplitTest::text).toList();
    rig.transport.published.clear();
    return all;
  }

  private static String text(Message message) {
    Map<String, String> of = message.properties();
    return FakeTransport.span(message)
        + " "
        + message.device()
        + " "
        + of.get("part")
        + "/"
        + of.get("parts");
  }

  private void answer(String device, String refusal) {
    long ticket =
        rig.transport.open.entrySet().stream()
            .filter(entry -> entry.getValue().device().equals(device))
            .findFirst()
            .orElseThrow()
            .getKey();
    rig.transport.open.remove(ticket);
    if (refusal.isEmpty()) {
      rig.transport.listener().acknowledged(ticket);
    } else {
      rig.transport.listener().failed(ticket, true, refusal);
    }
    rig.step();
  }

  @Test
  void eachDeviceGetsAMessageOfItsOwnAndTheCursorWaitsForAll() {
    rig.append(1, 0);
    rig.append(0, 0);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.connect();
    assertThat(rig.text(0)).startsWith("meter/power=0@").doesNotContain("boiler");
    assertThat(rig.text(1)).startsWith("boiler/flow=1@").doesNotContain("meter");
    assertThat(rig.transport.published.get(0).properties()).containsEntry("device", "meter");
    assertThat(published()).containsExactly("telemetry 1-2 meter 1/2", "telemetry 1-2 boiler 2/2");
    answer("boiler", "");
    assertEquals(0, rig.cursor());
    assertEquals(1, rig.gauge("in-flight"));
    answer("meter", "");
    assertEquals(2, rig.cursor());
    assertEquals(2, rig.gauge("acknowledged"));
  }

  @Test
  void eventsAreOfNoDevice() {
    rig.event("hot");
    rig.connect();
    assertThat(published()).containsExactly("event 1-1  1/1");
  }

  @Test
  void moreDevicesThanTheWindowFollowAsItOpens() {
    int[] numbers = new int[10];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          rig.channels.assign("d" + i + "/x", io.weir.api.model.ValueType.INTEGER, "").number();
    }
    rig.append(numbers);
    rig.append(0);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.connect();
    assertThat(published()).hasSize(4);
    answer("d1", "");
    assertThat(published()).containsExactly("telemetry 1-1 d4 5/10");
    rig.acknowledgeAll();
    assertThat(published()).hasSize(4);
    rig.acknowledgeAll();
    assertThat(published()).containsExactly("telemetry 1-1 d9 10/10", "telemetry 2-2 boiler 1/1");
    assertEquals(0, rig.cursor());
    rig.acknowledgeAll();
    assertEquals(2, rig.cursor());
  }

  @Test
  void afterALossAllPartsComeAgainAsTheyWere() {
    rig.append(1, 0);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.connect();
    List<String> first = published();
    answer("boiler", "");
    rig.transport.disconnect("gone");
    rig.step();
    rig.connect();
    assertEquals(first, published());
  }

  @Test
  void onlyTheRefusedDeviceIsSetAside() throws Exception {
    rig.append(1, 0);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.connect();
    answer("meter", "no such device");
    answer("boiler", "");
    assertEquals(1, rig.cursor());
    assertEquals(1, rig.gauge("dead-letters"));
    try (var files = java.nio.file.Files.list(folder.resolve("dead-letter/cloud"))) {
      assertThat(files.map(Path::toString).filter(name -> name.endsWith(".payload")))
          .singleElement()
          .asString()
          .contains("telemetry-1-1-meter");
    }
  }
}
