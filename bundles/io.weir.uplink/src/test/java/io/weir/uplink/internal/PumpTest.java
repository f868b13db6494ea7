package io.weir.uplink.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Backoff;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.api.store.Gap;
import io.weir.api.store.JournalException;
import io.weir.api.store.Lane;
import io.weir.api.uplink.Message;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import io.weir.testing.MemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PumpTest {
  private static final String READER = "uplink/cloud";

  @TempDir Path folder;

  private final MemoryJournal journal = new MemoryJournal();
  private final MapChannelTable channels = new MapChannelTable();
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeTransport transport = new FakeTransport();
  private int channel;
  private Pump pump;

  @BeforeEach
  void begin() {
    channel = channels.assign("boiler/flow", ValueType.INTEGER, "").number();
    pump = pump(4, 16, false);
  }

  private Pump pump(int batchSamples, int inFlight, boolean dictionary) {
    Policy policy =
        Policy.of(
            Map.of(
                "service.pid",
                "io.weir.uplink.test~cloud",
                "codec",
                "text",
                "batch.samples",
                batchSamples,
                "in.flight",
                inFlight,
                "order",
                "strict"));
    Services services = new Services("g1", folder, journal, channels, clock, board);
    Backoff backoff =
        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), new SplittableRandom(1));
    DeadLetters letters = new DeadLetters(folder.resolve("dead-letter/cloud"), 3, 1_000_000);
    Outlet outlet = new MessageOutlet(policy, services, transport, new TextCodec(dictionary));
    Pump made = new Pump(policy, services, outlet, letters, backoff);
    made.start();
    return made;
  }

  /** Another pump on the same journal, as after a restart. */
  private void restart(int batchSamples, int inFlight, boolean dictionary) {
    pump.close();
    transport.takePublished();
    pump = pump(batchSamples, inFlight, dictionary);
  }

  private void append(long... values) {
    Batch batch = new Batch(8);
    for (long value : values) {
      batch.addInteger(channel, clock.micros(), value);
    }
    journal.append(batch);
  }

  /** As many entries of as many samples as make batches of 1-4, 5-8... */
  private void appendOld(int entries) {
    for (int i = 0; i < entries; i++) {
      append(i);
    }
    clock.advance(Duration.ofSeconds(1));
  }

  private void event(String message) {
    journal.append(new Event("rule", "overheat", Severity.INFO, clock.micros(), message, Map.of()));
  }

  private void connect() {
    transport.connect();
    pump.step();
  }

  private void settle() {
    for (int i = 0; i < 10; i++) {
      pump.step();
      transport.acknowledgeAll();
      clock.advance(Duration.ofMinutes(1));
    }
    pump.step();
  }

  private PartStatus status() {
    return board.get("uplink/cloud");
  }

  private long gauge(String name) {
    return status().counters().getOrDefault(name, -1L);
  }

  private long cursor() {
    return journal.cursor(READER, Lane.TELEMETRY);
  }

  private String text(int message) {
    return new String(transport.published.get(message).payload(), UTF_8);
  }

  /** The first entry after a pause does not wait; those after it do. */
  private void endPause() {
    append(0);
    connect();
    assertThat(transport.takePublished()).containsExactly("telemetry 1-1");
  }

  @Test
  void entriesAreMergedUntilTheBatchIsFull() {
    endPause();
    append(1, 2);
    append(3);
    pump.step();
    assertThat(transport.takePublished()).isEmpty();
    append(4, 5);
    pump.step();
    assertThat(transport.takePublished()).containsExactly("telemetry 2-3");
    append(6, 7);
    pump.step();
    assertThat(transport.takePublished()).containsExactly("telemetry 4-5");
  }

  @Test
  void afterAPauseASmallBatchGoesAtOnce() {
    endPause();
    clock.advance(Duration.ofMillis(899));
    append(1);
    long due = clock.micros() + 1_000;
    assertEquals(due, pump.step());
    assertThat(transport.takePublished()).isEmpty();
    clock.set(due);
    pump.step();
    assertThat(transport.takePublished()).containsExactly("telemetry 2-2");
    clock.advance(Duration.ofSeconds(1));
    append(2);
    pump.step();
    assertThat(transport.takePublished()).containsExactly("telemetry 3-3");
  }

  @Test
  void anEntryLargerThanABatchGoesAlone() {
    connect();
    append(1);
    append(1, 2, 3, 4, 5, 6);
    append(7);
    clock.advance(Duration.ofSeconds(1));
    pump.step();
    assertThat(transport.takePublished())
        .containsExactly("telemetry 1-1", "telemetry 2-2", "telemetry 3-3");
  }

  @Test
  void aSmallBatchIsSentWhenItsOldestSampleIsOldEnough() {
    long sampled = clock.micros();
    Batch batch = new Batch(1);
    batch.addInteger(channel, sampled, 1);
    clock.advance(Duration.ofMillis(400));
    endPause();
    journal.append(batch);
    assertEquals(sampled + 1_000_000, pump.step());
    append(2);
    clock.advance(Duration.ofMillis(599));
    pump.step();
    assertThat(transport.takePublished()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    pump.step();
    assertThat(transport.takePublished()).containsExactly("telemetry 2-3");
  }

  @Test
  void eventsGoAtOnceAndBeforeTelemetry() {
    appendOld(8);
    event("a");
    event("b");
    connect();
    assertThat(transport.takePublished())
        .containsExactly("event 1-2", "telemetry 1-4", "telemetry 5-8");
    event("c");
    pump.step();
    assertThat(transport.takePublished()).containsExactly("event 3-3");
  }

  @Test
  void timesLeaveAsEpochAndAnUntrustedBootIsUncertain() {
    journal.boot(4);
    clock.offset(4, 7_000_000, false);
    Batch batch = new Batch(4);
    batch.addInteger(channel, 5, 1);
    batch.addBad(channel, 6, Reason.COMM);
    batch.add(channel, 7, 3, Quality.uncertain(Reason.RANGE));
    journal.append(batch);
    journal.append(new Event("rule", "r", Severity.INFO, 9, "hot", Map.of()));
    connect();
    assertEquals("hot@7000009", text(0));
    assertEquals(
        "boiler/flow=1@7000005:uncertain/clock boiler/flow=0@7000006:bad/comm"
            + " boiler/flow=3@7000007:uncertain/range",
        text(1));
  }

  @Test
  void whatWasUncertainComesOutRightOnceTheClockIsKnown() {
    journal.boot(4);
    clock.offset(4, 0, false);
    Batch batch = new Batch(4);
    batch.addInteger(channel, 5, 1);
    journal.append(batch);
    connect();
    transport.disconnect("broker gone");
    pump.step();
    clock.offset(4, 1_000, true);
    transport.published.clear();
    connect();
    assertEquals("boiler/flow=1@1005:good", text(0));
  }

  @Test
  void theCursorFollowsTheAcknowledgementsInOrder() {
    appendOld(12);
    connect();
    assertThat(transport.takePublished())
        .containsExactly("telemetry 1-4", "telemetry 5-8", "telemetry 9-12");
    transport.acknowledge("telemetry 9-12");
    transport.acknowledge("telemetry 5-8");
    pump.step();
    assertEquals(0, cursor());
    assertEquals(3, gauge("in-flight"));
    transport.acknowledge("telemetry 1-4");
    pump.step();
    assertEquals(12, cursor());
    assertEquals(12, gauge("acknowledged"));
    assertEquals(0, gauge("backlog-telemetry"));
    assertEquals(0, gauge("in-flight"));
    assertEquals(clock.epochMicros(), gauge("last-acknowledged"));
  }

  @Test
  void aLostConnectionResendsWhatWasNotAcknowledgedWithTheSameSequences() {
    append(1, 2, 3);
    clock.advance(Duration.ofSeconds(1));
    connect();
    append(4);
    append(5, 6, 7, 8);
    clock.advance(Duration.ofSeconds(1));
    pump.step();
    assertThat(transport.takePublished())
        .containsExactly("telemetry 1-1", "telemetry 2-2", "telemetry 3-3");
    transport.acknowledge("telemetry 1-1");
    transport.acknowledge("telemetry 3-3");
    pump.step();
    transport.disconnect("broker gone");
    append(9);
    pump.step();
    assertEquals(State.ERROR, status().state());
    assertEquals("broker gone", status().message());
    clock.advance(Duration.ofSeconds(1));
    connect();
    assertThat(transport.takePublished())
        .containsExactly("telemetry 2-2", "telemetry 3-3", "telemetry 4-4");
    assertEquals(State.OK, status().state());
    settle();
    assertEquals(4, cursor());
  }

  @Test
  void resentBatchesAreCutAsBeforeHoweverOftenTheConnectionBreaks() {
    append(1);
    clock.advance(Duration.ofSeconds(1));
    connect();
    append(2);
    append(3);
    clock.advance(Duration.ofSeconds(1));
    pump.step();
    List<String> first = transport.takePublished();
    assertThat(first).containsExactly("telemetry 1-1", "telemetry 2-3");
    for (int i = 0; i < 2; i++) {
      transport.window = 1 + i;
      transport.disconnect("again");
      transport.connect();
      pump.step();
      assertThat(transport.takePublished()).containsExactlyElementsOf(first.subList(0, 1 + i));
    }
  }

  @Test
  void theSmallerWindowHolds() {
    appendOld(40);
    transport.window = 2;
    connect();
    assertEquals(2, transport.open.size());
    transport.window = 5;
    pump.step();
    assertEquals(5, transport.open.size());
    transport.window = 1;
    transport.acknowledge("telemetry 1-4");
    pump.step();
    assertEquals(4, transport.open.size());
    transport.acknowledgeAll();
    pump.step();
    assertEquals(1, transport.open.size());
    restart(4, 3, false);
    transport.window = 100;
    connect();
    assertEquals(3, transport.open.size());
  }

  @Test
  void aPassingRefusalIsTriedAgainLaterFromThere() {
    appendOld(12);
    connect();
    transport.takePublished();
    transport.fail("telemetry 5-8", false, "quota exceeded");
    transport.acknowledge("telemetry 1-4");
    pump.step();
    assertEquals(State.DEGRADED, status().state());
    assertThat(status().message()).contains("quota exceeded");
    clock.advance(Duration.ofSeconds(2));
    pump.step();
    assertThat(transport.takePublished()).as("9-12 is still to be answered").isEmpty();
    transport.acknowledge("telemetry 9-12");
    pump.step();
    assertThat(transport.takePublished()).containsExactly("telemetry 5-8", "telemetry 9-12");
    settle();
    assertEquals(12, cursor());
    assertEquals(State.OK, status().state());
  }

  @Test
  void refusalsAreTriedEverMoreRarely() {
    appendOld(1);
    connect();
    long before = 0;
    for (int i = 0; i < 4; i++) {
      transport.fail("telemetry 1-1", false, "not authorized");
      long due = pump.step();
      long wait = due - clock.micros();
      assertThat(wait).isGreaterThan(before);
      clock.set(due - 1);
      pump.step();
      assertThat(transport.open).isEmpty();
      clock.set(due);
      pump.step();
      assertThat(transport.openSpans()).containsExactly("telemetry 1-1");
      before = wait;
    }
  }

  @Test
  void aPoisonEntryIsFoundOutAndSetAsideAndTheLineGoesOn() throws IOException {
    appendOld(8);
    connect();
    transport.fail("telemetry 1-4", true, "payload format invalid");
    pump.step();
    transport.acknowledge("telemetry 5-8");
    transport.takePublished();
    pump.step();
    assertThat(transport.takePublished())
        .containsExactly(
            "telemetry 1-1", "telemetry 2-2", "telemetry 3-3", "telemetry 4-4", "telemetry 5-8");
    transport.acknowledge("telemetry 1-1");
    transport.acknowledge("telemetry 2-2");
    transport.fail("telemetry 3-3", true, "payload format invalid");
    pump.step();
    assertEquals(3, cursor());
    transport.acknowledgeAll();
    pump.step();
    assertEquals(8, cursor());
    assertEquals(7, gauge("acknowledged"));
    assertEquals(1, gauge("rejected"));
    assertEquals(1, gauge("dead-letters"));
    assertEquals(State.DEGRADED, status().state());
    assertThat(status().message()).contains("payload format invalid").contains("dead-letter");
    assertThat(letters(".payload")).singleElement().asString().contains("telemetry-3-3");
    assertThat(Files.readString(letters(".payload").get(0))).startsWith("boiler/flow=2@");
    assertThat(Files.readString(letters(".reason.txt").get(0)))
        .contains("reason: payload format invalid")
        .contains("first: 3");
    for (Path each : letters("")) {
      Files.delete(each);
    }
    clock.advance(Duration.ofMinutes(2));
    pump.step();
    assertEquals(State.OK, status().state());
  }

  @Test
  void theDeadLetterFolderIsBounded() throws IOException {
    restart(1, 16, false);
    appendOld(5);
    connect();
    for (int i = 1; i <= 5; i++) {
      clock.advance(Duration.ofMillis(5));
      transport.fail("telemetry " + i + "-" + i, true, "no");
      pump.step();
    }
    assertEquals(5, gauge("rejected"));
    assertEquals(2, gauge("dead-letters-dropped"));
    assertEquals(3, gauge("dead-letters"));
    assertThat(letters(".payload")).hasSize(3).noneMatch(file -> file.toString().contains("-1-1"));
    assertThat(letters(".reason.txt")).hasSize(3);
  }

  @Test
  void whatCannotBeSetAsideIsNotPassedOver() throws IOException {
    Files.writeString(folder.resolve("dead-letter"), "a file where the folder should be");
    restart(1, 16, false);
    appendOld(1);
    connect();
    transport.fail("telemetry 1-1", true, "no");
    long due = pump.step();
    assertEquals(0, cursor());
    assertEquals(State.ERROR, status().state());
    assertEquals("disk", status().reason());
    Files.delete(folder.resolve("dead-letter"));
    clock.set(due);
    pump.step();
    transport.fail("telemetry 1-1", true, "no");
    pump.step();
    assertEquals(1, cursor());
  }

  @Test
  void whatTheCodecCannotEncodeIsSetAside() throws IOException {
    append(1);
    Batch unknown = new Batch(1);
    unknown.addInteger(99, clock.micros(), 2);
    journal.append(unknown);
    append(3);
    clock.advance(Duration.ofSeconds(1));
    connect();
    settle();
    assertEquals(3, cursor());
    assertEquals(1, gauge("rejected"));
    assertThat(Files.readString(letters(".reason.txt").get(0))).contains("channel 99");
  }

  private List<Path> letters(String end) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("dead-letter/cloud"))) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }

  @Test
  void aDestinationThatNeverAnswersIsConnectedAgain() {
    appendOld(8);
    connect();
    transport.acknowledge("telemetry 1-4");
    long due = pump.step();
    clock.set(due - 1);
    pump.step();
    assertEquals(0, transport.stops);
    clock.set(due);
    pump.step();
    assertEquals(1, transport.stops);
    assertEquals(2, transport.starts);
    assertThat(status().message()).contains("no answer for 120 s");
    transport.takePublished();
    connect();
    assertThat(transport.takePublished()).containsExactly("telemetry 5-8");
  }

  @Test
  void anAnswerFromBeforeTheLossIsIgnoredAfterIt() {
    appendOld(4);
    connect();
    long old = transport.open.keySet().iterator().next();
    transport.disconnect("gone");
    pump.step();
    transport.listener().acknowledged(old);
    pump.step();
    assertEquals(0, cursor());
    connect();
    assertThat(transport.openSpans()).containsExactly("telemetry 1-4");
  }

  @Test
  void answersThatArriveWithTheLossCount() {
    appendOld(8);
    connect();
    transport.acknowledge("telemetry 1-4");
    transport.disconnect("gone");
    transport.connect();
    transport.disconnect("gone again");
    transport.connect();
    transport.takePublished();
    pump.step();
    assertEquals(4, cursor());
    assertThat(transport.takePublished()).containsExactly("telemetry 5-8");
  }

  @Test
  void aMessageThatKeepsBreakingTheConnectionIsSentInPieces() {
    appendOld(8);
    transport.connect();
    for (int i = 0; i < 3; i++) {
      pump.step();
      transport.disconnect("packet too large");
      transport.connect();
    }
    transport.takePublished();
    pump.step();
    assertThat(transport.takePublished()).containsExactly("telemetry 1-1");
    transport.acknowledgeAll();
    pump.step();
    assertThat(transport.takePublished())
        .containsExactly("telemetry 2-2", "telemetry 3-3", "telemetry 4-4", "telemetry 5-8");
  }

  @Test
  void theDictionaryIsSentBeforeTheFirstBatchAndWhenItGrew() {
    restart(4, 1, true);
    appendOld(4);
    connect();
    assertThat(transport.takePublished()).containsExactly("channels 1");
    transport.acknowledgeAll();
    pump.step();
    assertThat(transport.takePublished()).containsExactly("telemetry 1-4");
    transport.acknowledgeAll();
    channels.assign("boiler/new", ValueType.DOUBLE, "Cel");
    pump.step();
    assertThat(transport.takePublished()).as("nothing to be understood yet").isEmpty();
    appendOld(4);
    pump.step();
    assertThat(transport.published).singleElement().matches(message -> message.retained());
    assertThat(transport.takePublished()).containsExactly("channels 2");
    transport.disconnect("gone");
    connect();
    assertThat(transport.takePublished()).containsExactly("channels 2");
    settle();
    assertEquals(8, cursor());
  }

  @Test
  void aRefusedDictionaryIsTriedAgainBeforeAnyBatch() {
    restart(4, 16, true);
    appendOld(4);
    connect();
    transport.fail("channels 1", true, "retain not supported");
    transport.acknowledge("telemetry 1-4");
    long due = pump.step();
    assertEquals(State.ERROR, status().state());
    assertThat(status().message()).contains("dictionary").contains("retain not supported");
    appendOld(4);
    transport.takePublished();
    clock.set(Math.max(due, clock.micros()));
    pump.step();
    assertThat(transport.takePublished()).containsExactly("channels 1", "telemetry 5-8");
  }

  @Test
  void aHoleInTheSequencesStaysVisible() {
    appendOld(4);
    journal.lose(Lane.TELEMETRY, 2);
    connect();
    assertThat(transport.takePublished()).containsExactly("telemetry 1-1", "telemetry 3-4");
    transport.acknowledgeAll();
    pump.step();
    assertEquals(4, cursor());
  }

  @Test
  void aGapRecordGoesBeforeWhatComesAfterTheGap() {
    appendOld(6);
    journal.lose(Lane.TELEMETRY, 2);
    journal.lose(Lane.TELEMETRY, 3);
    Gap gap = new Gap(Lane.TELEMETRY, 2, 3, Gap.Loss.ALL, Gap.Reason.BUDGET, 7, 0, 0);
    journal.append(gap.toEvent(clock.micros()));
    connect();
    assertThat(transport.published.get(0).kind()).isEqualTo("event");
    assertThat(text(0)).contains("Entries 2 to 3 of lane telemetry are lost");
    assertThat(transport.takePublished())
        .containsExactly("event 1-1", "telemetry 1-1", "telemetry 4-6");
  }

  @Test
  void anEventOvertakesABacklogOfTelemetry() {
    appendOld(20_000);
    transport.window = 3;
    connect();
    assertThat(transport.takePublished()).hasSize(3);
    for (int round = 0; round < 100; round++) {
      transport.acknowledgeAll();
      event("fresh " + round);
      pump.step();
      List<String> next = transport.takePublished();
      assertThat(next).hasSize(3);
      assertThat(next.get(0)).isEqualTo("event " + (round + 1) + "-" + (round + 1));
      assertThat(next.subList(1, 3)).allMatch(span -> span.startsWith("telemetry"));
    }
    assertThat(gauge("backlog-telemetry")).isGreaterThan(19_000);
  }

  @Test
  void aJournalThatCannotBeReadIsShownAndTriedAgain() {
    appendOld(4);
    journal.failReads(new JournalException("medium gone", null));
    transport.connect();
    long due = pump.step();
    assertEquals(State.ERROR, status().state());
    assertThat(status().message()).contains("cannot be opened").contains("medium gone");
    journal.failReads(null);
    clock.set(due);
    pump.step();
    assertThat(transport.openSpans()).containsExactly("telemetry 1-4");
    assertEquals(State.OK, status().state());
    appendOld(4);
    journal.failReads(new JournalException("medium gone", null));
    due = pump.step();
    assertThat(status().message()).contains("cannot be read");
    journal.failReads(null);
    clock.set(due);
    settle();
    assertEquals(8, cursor());
    assertEquals(State.OK, status().state());
  }

  @Test
  void theBacklogIsShownWhileThereIsNoConnection() {
    pump.step();
    assertEquals(State.STARTING, status().state());
    transport.disconnect("connection refused");
    appendOld(3);
    event("a");
    pump.step();
    assertEquals(3, gauge("backlog-telemetry"));
    assertEquals(1, gauge("backlog-event"));
    assertEquals(0, gauge("connected"));
    assertEquals(State.ERROR, status().state());
    assertEquals("connection refused", status().message());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whateverHappensEachEntryArrivesInOrderOrIsSetAside(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Set<Long> poison = new TreeSet<>(List.of(17L, 40L));
    long appended = 0;
    List<long[]> arrived = new ArrayList<>();
    transport.connect();
    for (int round = 0; round < 4_000; round++) {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> {
          if (appended < 300) {
            append(new long[random.nextInt(1, 4)]);
            appended++;
          }
        }
        case 3 -> transport.disconnect("storm");
        case 4 -> {
          transport.disconnect("storm");
          transport.connect();
        }
        case 5 -> transport.connect();
        case 6 -> transport.window = random.nextInt(1, 6);
        case 7 -> clock.advance(Duration.ofMillis(random.nextInt(3_000)));
        default -> answer(random, poison, arrived);
      }
      int before = transport.window;
      transport.window = Math.max(before, transport.open.size());
      pump.step();
      transport.window = before;
    }
    transport.connect();
    for (int i = 0; i < 1_000 && cursor() < appended; i++) {
      clock.advance(Duration.ofMinutes(1));
      pump.step();
      while (!transport.open.isEmpty()) {
        answer(random, poison, arrived);
      }
    }
    assertEquals(appended, cursor());
    Set<Long> seen = new TreeSet<>();
    for (long[] span : arrived) {
      for (long sequence = span[0]; sequence <= span[1]; sequence++) {
        seen.add(sequence);
      }
    }
    Set<Long> expected = new TreeSet<>();
    for (long sequence = 1; sequence <= appended; sequence++) {
      expected.add(sequence);
    }
    expected.removeAll(poison);
    assertEquals(expected, seen);
    assertThat(letters(".payload").stream().map(Path::toString).collect(Collectors.joining()))
        .contains("telemetry-17-17")
        .contains("telemetry-40-40");
    assertEquals(2, gauge("rejected"));
    long highest = 0;
    for (Message message : transport.published) {
      long first = Long.parseLong(message.properties().getOrDefault("first", "0"));
      assertThat(first).as("no entry is overtaken").isLessThanOrEqualTo(highest + 1);
      highest = Math.max(highest, Long.parseLong(message.properties().getOrDefault("last", "0")));
    }
  }

  /** Answers one open message: takes it, or refuses it for now or for good. */
  private void answer(SplittableRandom random, Set<Long> poison, List<long[]> arrived) {
    if (transport.open.isEmpty()) {
      return;
    }
    List<String> spans = transport.openSpans();
    String span = spans.get(random.nextInt(spans.size()));
    String[] ends = span.substring(span.indexOf(' ') + 1).split("-");
    long first = Long.parseLong(ends[0]);
    long last = Long.parseLong(ends[1]);
    if (poison.stream().anyMatch(sequence -> sequence >= first && sequence <= last)) {
      transport.fail(span, true, "poison");
    } else if (random.nextInt(10) == 0) {
      transport.fail(span, false, "busy");
    } else {
      assertTrue(first <= last);
      arrived.add(new long[] {first, last});
      transport.acknowledge(span);
    }
  }
}
