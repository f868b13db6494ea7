package io.weir.uplink.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.api.model.Sample;
import io.weir.api.runtime.State;
import io.weir.api.store.Lane;
import io.weir.api.uplink.DecodedBatch;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.RejectedMessages.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetryTest {
  @TempDir Path folder;

  private PumpRig rig;

  @BeforeEach
  void begin() {
    rig = new PumpRig(folder, Map.of("batch.samples", 1));
    rig.backlog(2);
    rig.connect();
    rig.transport.fail("telemetry 1-1", true, "no such topic");
    rig.acknowledgeAll();
    rig.taken();
  }

  private Rejected only() throws IOException {
    List<Rejected> all = rig.letters.list();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void whatWasSetAsideIsListedWithItsReason() throws IOException {
    Rejected rejected = only();
    assertEquals("telemetry", rejected.kind());
    assertEquals(1, rejected.first());
    assertEquals(1, rejected.last());
    assertEquals("no such topic", rejected.reason());
    assertEquals("text/plain", rejected.contentType());
    assertEquals(rig.clock.epochMicros(), rejected.time());
    assertEquals(rejected.bytes(), rig.letters.payload(rejected.id()).orElseThrow().length);
    assertFalse(rejected.retrying());
  }

  @Test
  void aRetryThatIsTakenEndsIt() throws IOException {
    assertTrue(rig.letters.want(only().id()));
    assertTrue(only().retrying());
    rig.step();
    Message sent = rig.transport.published.get(0);
    assertThat(sent.properties()).containsEntry("first", "1").containsEntry("gateway", "g1");
    assertThat(rig.taken()).containsExactly("telemetry 1-1");
    rig.acknowledgeAll();
    assertThat(rig.letters.list()).isEmpty();
    assertEquals(1, rig.gauge("retried"));
    assertEquals(0, rig.gauge("dead-letters"));
    assertEquals(State.OK, rig.status().state());
  }

  @Test
  void aRetryThatIsRefusedAgainStaysWithTheNewestReason() throws IOException {
    assertTrue(rig.letters.want(only().id()));
    rig.step();
    rig.transport.fail("telemetry 1-1", true, "still not");
    rig.step();
    assertEquals("still not", only().reason());
    assertFalse(only().retrying());
    assertThat(rig.letters.payload(only().id())).isPresent();
    rig.taken();
    rig.step();
    assertThat(rig.taken()).isEmpty();
  }

  @Test
  void aRetryThatIsRefusedForNowIsSentLater() throws IOException {
    assertTrue(rig.letters.want(only().id()));
    rig.step();
    rig.transport.fail("telemetry 1-1", false, "busy");
    long due = rig.step();
    rig.taken();
    rig.clock.set(due);
    rig.step();
    assertThat(rig.taken()).containsExactly("telemetry 1-1");
  }

  @Test
  void aRetryThatBreaksTheConnectionIsNotTriedAgainByItself() throws IOException {
    assertTrue(rig.letters.want(only().id()));
    rig.step();
    rig.transport.disconnect("packet too large");
    rig.step();
    rig.taken();
    rig.connect();
    assertThat(rig.taken()).isEmpty();
    assertThat(only().reason()).contains("connection was lost", "packet too large");
  }

  @Test
  void liveDataGoOnWhileARetryWaits() throws IOException {
    assertTrue(rig.letters.want(only().id()));
    rig.step();
    rig.append(0);
    rig.stepAfter(java.time.Duration.ofSeconds(1));
    assertThat(rig.taken()).containsExactly("telemetry 1-1", "telemetry 3-3");
  }

  @Test
  void onlyWhatLiesThereCanBeNamed() throws IOException {
    Files.writeString(folder.resolve("other.payload"), "secret");
    LetterBoxes boxes = new LetterBoxes(folder);
    assertThat(boxes.uplinks()).containsExactly("cloud");
    assertThat(boxes.list("cloud")).hasSize(1);
    assertThat(boxes.payload("cloud", "../../other")).isEmpty();
    assertThat(boxes.payload("..", "other")).isEmpty();
    assertThat(boxes.list("../dead-letter/cloud")).isEmpty();
    assertFalse(boxes.delete("cloud", "../../other"));
    assertFalse(boxes.retry("cloud", only().id()), "no pump runs");
    boxes.running("cloud", () -> {});
    assertTrue(boxes.retry("cloud", boxes.list("cloud").get(0).id()));
    assertTrue(boxes.delete("cloud", boxes.list("cloud").get(0).id()));
    assertThat(boxes.list("cloud")).isEmpty();
  }

  @Test
  void aPayloadReadBackIsABatchAgain() throws IOException {
    DecodedBatch decoded =
        new DecodedBatch(
            "g1",
            Lane.TELEMETRY,
            4,
            5,
            List.of(
                new Sample("boiler/flow", 7, 3L, (byte) 0),
                new Sample("meter/power", 8, null, (byte) 132)),
            List.of());
    var batch = Decoded.batch(decoded, rig.channels);
    assertEquals(4, batch.firstSequence());
    assertEquals(3, batch.samples().bits(0));
    assertEquals(7, batch.samples().time(0));
    assertEquals(1, batch.samples().channel(1));
    assertEquals((byte) 132, batch.samples().quality(1));
  }
}
