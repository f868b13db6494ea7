package io.weir.uplink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.api.runtime.State;
import io.weir.api.uplink.Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchOutletTest {
  @TempDir Path folder;

  private final FakeBatchTransport transport = new FakeBatchTransport();
  private final Map<String, Codec> codecs = new HashMap<>();
  private PumpRig rig;

  @BeforeEach
  void begin() {
    codecs.put("json", new TextCodec(false));
    rig = new PumpRig(folder, Map.of("batch.samples", 4));
    rig.restart(policy -> new BatchOutlet(rig.services(), transport, codecs::get));
  }

  private void connect() {
    transport.listener().connected();
    rig.step();
  }

  private List<Path> letters(String end) throws IOException {
    Path letters = folder.resolve("dead-letter/cloud");
    if (!Files.isDirectory(letters)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(letters)) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }

  /** Refuses entry 2 until it has been found out. */
  private void refuseSecond() {
    transport.refuse("telemetry 1-3");
    rig.step();
    assertThat(transport.takePublished())
        .containsExactly(
            "telemetry 1-1: boiler/flow",
            "telemetry 2-2: meter/power",
            "telemetry 3-3: boiler/flow");
    transport.refuse("telemetry 2-2");
    rig.step();
  }

  private void three() {
    rig.append(0);
    rig.append(1);
    rig.append(0);
    rig.clock.advance(Duration.ofSeconds(1));
    connect();
    assertThat(transport.takePublished())
        .containsExactly("telemetry 1-3: boiler/flow meter/power boiler/flow");
  }

  @Test
  void batchesGoWholeAndTheCursorFollows() {
    three();
    rig.event("hot");
    rig.step();
    assertThat(transport.takePublished()).containsExactly("event 1-1: hot");
    transport.acknowledgeAll();
    rig.step();
    assertEquals(3, rig.cursor());
    assertEquals(4, rig.gauge("acknowledged"));
  }

  @Test
  void whatIsRefusedForGoodIsSetAsideEncoded() throws IOException {
    three();
    refuseSecond();
    transport.acknowledgeAll();
    rig.step();
    assertEquals(3, rig.cursor());
    assertEquals(1, rig.gauge("rejected"));
    assertThat(letters(".payload")).singleElement().asString().contains("telemetry-2-2");
    assertThat(Files.readString(letters(".payload").get(0))).startsWith("meter/power=0@");
    assertThat(Files.readString(letters(".reason.txt").get(0)))
        .contains("poison", "property codec: json");
  }

  @Test
  void theNativeEncodingIsPreferred() throws IOException {
    codecs.put("weir", new TextCodec(false));
    three();
    refuseSecond();
    assertThat(Files.readString(letters(".reason.txt").get(0))).contains("property codec: weir");
  }

  @Test
  void withoutACodecToKeepItNothingIsPassedOver() throws IOException {
    codecs.clear();
    three();
    refuseSecond();
    assertEquals(State.ERROR, rig.status().state());
    assertThat(rig.status().message()).contains("neither codec weir nor codec json");
    assertThat(letters("")).isEmpty();
    assertThat(rig.cursor()).isLessThan(2);
  }
}
