package io.weir.core.internal.bus;

import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.BlockLimits;
import io.weir.api.driver.Driver;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.core.internal.TestChannels;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeStatusBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Stories of one bus in virtual time: {@code runTo} lets it work until a moment, in milliseconds
 * from the start; rows are written {@code ms channel=value}.
 */
class BusTest {
  private final RejectedException illegalAddress =
      new RejectedException("illegal data address", 2, true);

  private final FakeClock clock = new FakeClock();
  private final FakeDriver driver = new FakeDriver();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final BusInbox inbox = new BusInbox("plant", () -> {});
  private final List<String> rows = new ArrayList<>();
  private final List<Integer> batchSizes = new ArrayList<>();
  private final Bus bus = new Bus("plant", driver, clock, new Sink(), board, inbox);
  private long start;
  private long next;

  @BeforeEach
  void begin() {
    start = clock.micros();
    driver.limits(new BlockLimits(100, 10));
  }

  @Test
  void withoutDevicesItDoesNotConnect() throws InterruptedException {
    runTo(5000);
    assertThat(driver.calls()).isEmpty();
    assertThat(status("connection/plant").state()).isEqualTo(State.STARTING);
  }

  @Test
  void channelsArePolledWhenTheyAreDue() throws InterruptedException {
    driver.set("holding", 0, 7);
    configure(device("d", channel(0, "d/a"), channel(1, "d/b").period(Duration.ofMillis(500))));
    runTo(1000);
    assertThat(rows())
        .containsExactlyInAnyOrder("0 1=0", "0 0=7", "500 1=0", "1000 0=7", "1000 1=0");
    assertThat(driver.calls())
        .containsExactlyInAnyOrder(
            "connect",
            "read holding 1+1",
            "read holding 0+1",
            "read holding 1+1",
            "read holding 1+1",
            "read holding 0+1");
    assertThat(status("connection/plant").state()).isEqualTo(State.OK);
    assertThat(status("device/d").state()).isEqualTo(State.OK);
    assertThat(status("device/d").counters()).containsEntry("polls", 5L);
  }

  @Test
  void rowsOfOnePollShareTheirTimeAndTravelTogether() throws InterruptedException {
    driver.limits(new BlockLimits(1, 0));
    driver.onRead(() -> clock.advance(Duration.ofMillis(3)));
    configure(device("d", channel(0, "d/a"), channel(1, "d/b")));
    runTo(500);
    assertThat(rows()).containsExactly("3 0=0", "3 1=0");
    assertThat(batchSizes).containsExactly(2);
  }

  @Test
  void aSlowPollDoesNotClaimToBeOfOneMoment() throws InterruptedException {
    driver.limits(new BlockLimits(1, 0));
    driver.onRead(() -> clock.advance(Duration.ofMillis(30)));
    configure(device("d", channel(0, "d/a"), channel(1, "d/b")));
    runTo(500);
    assertThat(rows()).containsExactly("30 0=0", "60 1=0");
  }

  @Test
  void groupsAreStaggered() throws InterruptedException {
    configure(device("a", channel(0, "a/x")), device("b", channel(1, "b/x")));
    runTo(0);
    rows();
    runTo(1600);
    assertThat(rows()).containsExactly("500 1=0", "1000 0=0", "1500 1=0");
  }

  @Test
  void missedTicksAreCountedAndNotMadeUpFor() throws InterruptedException {
    configure(device("d", channel(0, "d/a")));
    runTo(0);
    driver.onRead(() -> clock.advance(Duration.ofMillis(3500)));
    runTo(1000);
    driver.onRead(() -> {});
    rows();
    runTo(6000);
    assertThat(rows())
        .as("the poll of 1000 ended at 4500; 2000 and 3000 are over, 4000 is late")
        .containsExactly("4500 0=0", "5000 0=0", "6000 0=0");
    assertThat(status("device/d").counters()).containsEntry("skipped", 2L);
    assertThat(status("connection/plant").counters()).containsEntry("skipped", 2L);
  }

  @Test
  void aLostConnectionIsToldOnceAndComesBack() throws InterruptedException {
    configure(device("d", channel(0, "d/a"), channel(1, "d/b")));
    runTo(0);
    rows();
    driver.breakWith("Connection reset");
    runTo(60_000);
    assertThat(rows()).containsExactly("1000 0=bad/comm", "1000 1=bad/comm");
    assertThat(status("connection/plant").state()).isEqualTo(State.ERROR);
    assertThat(status("connection/plant").message()).contains("Connection reset");
    assertThat(status("device/d").message()).contains("'plant' is down");
    assertThat(driver.calls().size()).as("backoff, not a storm").isBetween(5, 20);

    driver.breakWith(null);
    driver.set("holding", 0, 9);
    runTo(100_000);
    assertThat(rows().stream().limit(2).map(row -> row.substring(row.indexOf(' ') + 1)))
        .containsExactly("0=9", "1=0");
    assertThat(status("connection/plant").state()).isEqualTo(State.OK);
    assertThat(status("device/d").state()).isEqualTo(State.OK);
  }

  @Test
  void aPeerThatIsNotThereAtFirstMakesItsChannelsBad() throws InterruptedException {
    driver.breakWith("Connection refused");
    configure(device("d", channel(0, "d/a")));
    runTo(10_000);
    assertThat(rows()).containsExactly("0 0=bad/comm");
  }

  @Test
  void aConnectionThatBreaksAtEachReadIsNotHammered() throws InterruptedException {
    configure(device("d", channel(0, "d/a")));
    runTo(0);
    driver.onRead(() -> driver.breakWith("reset"));
    runTo(1000);
    for (int ms = 1000; ms < 30_000; ms += 10) {
      driver.breakWith(null);
      runTo(ms);
    }
    assertThat(driver.calls().stream().filter(call -> call.equals("connect")).count())
        .isBetween(3L, 12L);
  }

  @Test
  void aConnectionThatBreaksAtOneOfItsReadsIsNotHammered() throws InterruptedException {
    driver.limits(new BlockLimits(1, 0));
    configure(device("d", channel(0, "d/a"), channel(1, "d/b")));
    int[] reads = {0};
    driver.onRead(
        () -> {
          if (++reads[0] % 2 == 0) {
            driver.breakWith("reset");
          }
        });
    for (int ms = 0; ms < 30_000; ms += 10) {
      driver.breakWith(null);
      runTo(ms);
    }
    assertThat(driver.calls().stream().filter(call -> call.equals("connect")).count())
        .isBetween(3L, 12L);
  }

  @Test
  void aDeadDeviceIsSlowedDownAndItsNeighbourIsNot() throws InterruptedException {
    driver.onRead(() -> clock.advance(Duration.ofMillis(2)));
    configure(
        device("dead", channel(0, "dead/a").at("unit 1", 0, 1)),
        device("live", channel(1, "live/a").at("unit 2", 0, 1)));
    runTo(500);
    rows();
    driver.silence("unit 1", true);
    driver.calls();
    runTo(60_500);
    List<String> seen = rows();
    assertThat(seen).filteredOn(row -> row.contains(" 0=")).hasSize(1);
    assertThat(seen).anyMatch(row -> row.endsWith(" 0=bad/comm"));
    assertThat(seen).filteredOn(row -> row.contains(" 1=0")).hasSize(60);
    assertThat(driver.calls().stream().filter(call -> call.contains("unit 1")).count())
        .as("two tries, then probes with backoff")
        .isBetween(5L, 16L);
    assertThat(status("device/dead").state()).isEqualTo(State.ERROR);
    assertThat(status("device/dead").message()).contains("no answer within 1000 ms");
    assertThat(status("device/live").state()).isEqualTo(State.OK);
    assertThat(status("connection/plant").state()).isEqualTo(State.OK);

    driver.silence("unit 1", false);
    runTo(130_000);
    assertThat(rows()).anyMatch(row -> row.endsWith(" 0=0"));
    assertThat(status("device/dead").state()).isEqualTo(State.OK);
  }

  @Test
  void aDeviceThatAnswersNowAndThenTakesATenthOfTheBusAtMost() throws InterruptedException {
    configure(
        device("bad", channel(0, "bad/a").at("unit 1", 0, 1)),
        device("good", channel(1, "good/a").at("unit 2", 0, 1)));
    int[] asked = {0};
    driver.onRead(
        () -> {
          boolean isBad = driver.lastArea().equals("unit 1");
          boolean isSilent = isBad && ++asked[0] % 2 == 1;
          driver.silence("unit 1", isSilent);
          clock.advance(Duration.ofMillis(isSilent ? 1000 : 5));
        });
    runTo(120_000);
    assertThat(rows()).filteredOn(row -> row.contains(" 1=0")).hasSizeBetween(108, 121);
    assertThat(status("device/bad").counters().get("timeouts")).isBetween(10L, 15L);
    assertThat(status("device/bad").counters().get("skipped")).isPositive();
  }

  @Test
  void aDeviceThatCostsTheConnectionIsAskedLessOften() throws InterruptedException {
    configure(
        device("bad", channel(0, "bad/a").at("unit 1", 0, 1)),
        device("good", channel(1, "good/a").at("unit 2", 0, 1)));
    driver.onRead(() -> driver.breakWith(driver.lastArea().equals("unit 1") ? "reset" : null));
    for (int ms = 0; ms < 120_000; ms += 5) {
      driver.breakWith(null);
      runTo(ms);
    }
    assertThat(rows()).filteredOn(row -> row.contains(" 1=0")).hasSizeBetween(108, 140);
    assertThat(status("device/bad").message()).contains("connection is lost each time");
    driver.onRead(() -> {});
    driver.breakWith(null);
    runTo(240_000);
    assertThat(status("device/bad").state()).isEqualTo(State.OK);
  }

  @Test
  void tasksAreDoneWhenNoPollIsDueAndWithoutDevicesToo() throws InterruptedException {
    List<String> done = new ArrayList<>();
    driver.breakWith("unplugged");
    inbox.offer(task(done, "a"));
    next = clock.micros();
    runTo(1);
    assertThat(done).singleElement().asString().contains("is down: unplugged");
    driver.breakWith(null);
    inbox.offer(task(done, "b"));
    next = clock.micros();
    runTo(2);
    assertThat(done).last().isEqualTo("b");
  }

  @Test
  void aBusyBusDoesATaskASecondAndSaysThatItIsBusy() throws InterruptedException {
    configure(device("d", channel(0, "d/a").period(Duration.ofMillis(50))));
    driver.onRead(() -> clock.advance(Duration.ofMillis(60)));
    List<String> done = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      inbox.offer(task(done, "t" + i));
    }
    runTo(3500);
    assertThat(done).hasSizeBetween(3, 4);
    runTo(61_000);
    assertThat(done).hasSize(5);
    assertThat(status("connection/plant").state()).isEqualTo(State.DEGRADED);
    assertThat(status("connection/plant").message()).contains("80 %");
    driver.onRead(() -> {});
    runTo(130_000);
    assertThat(status("connection/plant").state()).isEqualTo(State.OK);
  }

  @Test
  void whatADeviceSaysByItselfIsTakenAtOnceWithItsOwnTime() throws InterruptedException {
    configure(device("d", channel(0, "d/a").period(Duration.ofSeconds(10))));
    runTo(100);
    rows();
    assertThat(driver.listened()).containsExactly(0);
    driver.push(0, clock.micros() - 20_000, 1);
    driver.push(0, clock.micros() - 10_000, 0);
    next = clock.micros();
    runTo(101);
    assertThat(rows()).containsExactly("80 0=1", "90 0=0");
    configure(
        device("d", channel(0, "d/a").period(Duration.ofSeconds(10))),
        device("e", channel(1, "e/a").period(Duration.ofSeconds(10))));
    runTo(102);
    assertThat(driver.listened()).containsExactlyInAnyOrder(0, 1);
  }

  private static BusTask task(List<String> done, String name) {
    return new BusTask() {
      @Override
      public void run(Driver ignored) {
        done.add(name);
      }

      @Override
      public void refuse(String why) {
        done.add(why);
      }
    };
  }

  @Test
  void oneLostAnswerIsForgiven() throws InterruptedException {
    configure(device("d", channel(0, "d/a")));
    runTo(0);
    rows();
    driver.silence("holding", true);
    driver.onRead(
        () -> {
          if (clock.micros() > start + 1_000_000) {
            driver.silence("holding", false);
          }
          clock.advance(Duration.ofMillis(10));
        });
    runTo(2000);
    assertThat(rows()).containsExactly("1020 0=0", "2010 0=0");
    assertThat(status("device/d").state()).isEqualTo(State.OK);
    assertThat(status("device/d").counters()).containsEntry("timeouts", 1L);
  }

  @Test
  void aBlockThatIsNeverAnsweredDoesNotTakeTheDeviceAway() throws InterruptedException {
    configure(device("d", channel(0, "d/a").at("a", 0, 1), channel(1, "d/b").at("b", 0, 1)));
    runTo(0);
    rows();
    driver.silence("b", true);
    runTo(10_000);
    List<String> seen = rows();
    assertThat(seen).filteredOn(row -> row.endsWith(" 0=0")).hasSize(10);
    assertThat(seen).filteredOn(row -> row.contains(" 1=")).containsExactly("1000 1=bad/comm");
    assertThat(status("device/d").state()).isEqualTo(State.DEGRADED);
    assertThat(status("device/d").message()).contains("d/b (b 0): no answer within 1000 ms");

    driver.silence("b", false);
    runTo(80_000);
    assertThat(rows()).anyMatch(row -> row.endsWith(" 1=0"));
    assertThat(status("device/d").state()).isEqualTo(State.OK);
  }

  @Test
  void aRejectedBlockIsSplitUntilTheCulpritIsNamed() throws InterruptedException {
    driver.reject("holding", 5, illegalAddress);
    TestChannels[] channels = new TestChannels[8];
    for (int i = 0; i < 8; i++) {
      channels[i] = channel(i, "d/c" + i);
    }
    configure(device("d", channels));
    runTo(0);
    assertThat(rows())
        .containsExactlyInAnyOrder(
            "0 0=0", "0 1=0", "0 2=0", "0 3=0", "0 4=0", "0 5=bad/device", "0 6=0", "0 7=0");
    assertThat(driver.calls())
        .containsExactly(
            "connect",
            "read holding 0+8",
            "read holding 0+4",
            "read holding 4+4",
            "read holding 4+2",
            "read holding 4+1",
            "read holding 5+1",
            "read holding 6+2");
    assertThat(status("device/d").state()).isEqualTo(State.DEGRADED);
    assertThat(status("device/d").message())
        .isEqualTo("d/c5 (holding 5): illegal data address (code 2)");

    runTo(2000);
    assertThat(driver.calls())
        .as("from now on the good parts only")
        .containsExactly(
            "read holding 0+4",
            "read holding 4+1",
            "read holding 6+2",
            "read holding 0+4",
            "read holding 4+1",
            "read holding 6+2");
    assertThat(rows()).noneMatch(row -> row.contains(" 5="));

    driver.reject("holding", 5, null);
    runTo(301_000);
    assertThat(rows()).as("tried again, rarely").anyMatch(row -> row.endsWith(" 5=0"));
    assertThat(status("device/d").state()).isEqualTo(State.OK);
  }

  @Test
  void anotherErrorMakesItsChannelsBadAndIsTriedAtEachPoll() throws InterruptedException {
    driver.reject("holding", 1, new RejectedException("device busy", 6, false));
    configure(device("d", channel(0, "d/a"), channel(1, "d/b")));
    runTo(2000);
    assertThat(rows()).containsExactly("0 0=bad/device", "0 1=bad/device");
    assertThat(status("device/d").message())
        .isEqualTo("d/a and 1 more channels (holding 0-1): device busy (code 6)");
    assertThat(status("device/d").counters()).containsEntry("errors", 3L);
    driver.reject("holding", 1, null);
    runTo(3000);
    assertThat(rows()).containsExactly("3000 0=0", "3000 1=0");
  }

  @Test
  void aDriversOwnFaultStaysWithItsBlock() throws InterruptedException {
    configure(device("d", channel(0, "d/a")));
    runTo(0);
    rows();
    driver.failWith(new IllegalStateException("index out of range, wanted here"));
    runTo(2000);
    assertThat(rows()).containsExactly("1000 0=bad/device");
    assertThat(status("device/d").message()).contains("the driver failed", "index out of range");
    driver.failWith(null);
    runTo(3000);
    assertThat(rows()).containsExactly("3000 0=0");
  }

  @Test
  void writesGoAheadOfTheNextReadAndAreReadBack() throws InterruptedException {
    driver.limits(new BlockLimits(1, 0));
    configure(
        device("d", channel(0, "d/a").access(Access.RW), channel(1, "d/b"), channel(2, "d/c")));
    runTo(0);
    rows();
    driver.calls();
    List<WriteRequest.Result> results = new ArrayList<>();
    driver.onRead(
        () -> {
          driver.onRead(() -> {});
          inbox.offer(request(channel(0, "d/a").access(Access.RW), 42, null, results));
        });
    runTo(1000);
    assertThat(driver.calls())
        .containsExactly(
            "read holding 0+1",
            "write holding 0=42",
            "read holding 0+1",
            "read holding 1+1",
            "read holding 2+1");
    assertThat(results).hasSize(1);
    assertThat(results.get(0).outcome()).isEqualTo(Outcome.DONE);
    assertThat(rows()).contains("1000 0=42");
  }

  @Test
  void aWriteThatDoesNotHoldHasFailedAfterTwoSeconds() throws InterruptedException {
    configure(device("d", channel(0, "d/a").access(Access.RW).period(Duration.ofSeconds(10))));
    runTo(0);
    driver.calls();
    List<WriteRequest.Result> results = new ArrayList<>();
    inbox.offer(request(channel(0, "d/a").access(Access.RW), 42, null, results));
    driver.onRead(() -> driver.set("holding", 0, 41));
    runTo(1999);
    assertThat(results).isEmpty();
    runTo(2000);
    assertThat(results.get(0).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(results.get(0).message()).contains("holds another value");
    assertThat(results.get(0).readBack()).extracting(back -> back.bits()).isEqualTo(41L);
    assertThat(driver.calls())
        .containsExactly(
            "write holding 0=42", "read holding 0+1", "read holding 0+1", "read holding 0+1");
    runTo(9000);
    assertThat(driver.calls()).isEmpty();
  }

  @Test
  void aSlowDeviceConfirmsLate() throws InterruptedException {
    configure(device("d", channel(0, "d/a").access(Access.RW).period(Duration.ofSeconds(10))));
    runTo(0);
    rows();
    List<WriteRequest.Result> results = new ArrayList<>();
    inbox.offer(request(channel(0, "d/a").access(Access.RW), 42, null, results));
    driver.onRead(() -> driver.set("holding", 0, 7));
    runTo(1);
    driver.onRead(() -> driver.set("holding", 0, 42));
    assertThat(results).isEmpty();
    runTo(501);
    assertThat(results.get(0).outcome()).isEqualTo(Outcome.DONE);
    assertThat(rows()).containsExactly("0 0=7", "500 0=42");
  }

  @Test
  void aDeviceThatIsBusyIsAskedAgain() throws InterruptedException {
    configure(device("d", channel(0, "d/a").access(Access.RW).period(Duration.ofSeconds(10))));
    runTo(0);
    List<WriteRequest.Result> results = new ArrayList<>();
    inbox.offer(request(channel(0, "d/a").access(Access.RW), 42, null, results));
    driver.onRead(
        () -> driver.reject("holding", 0, new RejectedException("device busy", 6, false)));
    runTo(1);
    driver.onRead(() -> {});
    driver.reject("holding", 0, null);
    runTo(501);
    assertThat(results.get(0).outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void aWriteThatIsNotConfirmedEndsWithTheNextOrTheConnection() throws InterruptedException {
    TestChannels a = channel(0, "d/a").access(Access.RW).period(Duration.ofSeconds(10));
    configure(device("d", a));
    runTo(0);
    List<WriteRequest.Result> results = new ArrayList<>();
    driver.onRead(() -> driver.set("holding", 0, 7));
    inbox.offer(request(a, 42, null, results));
    runTo(1);
    inbox.offer(request(a, 43, null, results));
    runTo(2);
    assertThat(results)
        .singleElement()
        .satisfies(result -> assertThat(result.message()).contains("another value was written"));
    driver.breakWith("reset");
    runTo(600);
    assertThat(results).hasSize(2);
    assertThat(results.get(1).message()).contains("could not be read back: reset");
  }

  @Test
  void aWriteOfAWriteOnlyChannelIsNotReadBack() throws InterruptedException {
    configure(device("d", channel(0, "d/a").access(Access.W)));
    runTo(0);
    List<WriteRequest.Result> results = new ArrayList<>();
    inbox.offer(request(channel(0, "d/a").access(Access.W), 42, null, results));
    runTo(1);
    assertThat(results.get(0).outcome()).isEqualTo(Outcome.DONE);
    assertThat(results.get(0).readBack()).isNull();
    assertThat(driver.calls()).containsExactly("connect", "write holding 0=42");
    assertThat(status("device/d").state()).isEqualTo(State.OK);
  }

  @Test
  void writesThatCannotBeDoneSayWhy() throws InterruptedException {
    TestChannels a = channel(0, "d/a").access(Access.RW);
    configure(device("d", a));
    runTo(0);
    List<WriteRequest.Result> results = new ArrayList<>();
    inbox.offer(request(a, 1, clock.micros() - 1, results));
    driver.reject("holding", 0, new RejectedException("illegal data value", 3, false));
    inbox.offer(request(a, 2, null, results));
    runTo(1);
    driver.reject("holding", 0, null);
    driver.silence("holding", true);
    inbox.offer(request(a, 3, null, results));
    runTo(2);
    driver.breakWith("reset");
    inbox.offer(request(a, 4, null, results));
    runTo(3);
    inbox.offer(request(a, 5, null, results));
    runTo(4);
    assertThat(results)
        .extracting(WriteRequest.Result::outcome)
        .containsExactly(
            Outcome.EXPIRED, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED);
    assertThat(results)
        .extracting(WriteRequest.Result::message)
        .satisfiesExactly(
            message -> assertThat(message).contains("time was over"),
            message -> assertThat(message).contains("illegal data value"),
            message -> assertThat(message).contains("may have taken the value"),
            message -> assertThat(message).contains("reset"),
            message -> assertThat(message).contains("is down: reset"));
    assertThat(driver.get("holding", 0)).isZero();
  }

  @Test
  void anUnchangedDeviceGoesOnWhenAnotherChanges() throws InterruptedException {
    var kept = device("kept", channel(0, "kept/a").at("unit 1", 0, 1));
    configure(kept, device("old", channel(1, "old/a").at("unit 2", 0, 1)));
    driver.silence("unit 1", true);
    runTo(600);
    assertThat(status("device/kept").state()).isEqualTo(State.ERROR);
    rows();
    driver.calls();
    configure(kept, device("new", channel(2, "new/a").at("unit 3", 0, 1)));
    runTo(900);
    assertThat(driver.calls()).as("still slow").noneMatch(call -> call.contains("unit 1"));
    assertThat(rows()).as("a channel that is gone has no value").contains("600 1=bad/config");
    assertThat(board.has("device/old")).isFalse();
    runTo(1700);
    assertThat(status("device/new").state()).isEqualTo(State.OK);
  }

  @Test
  void atTheEndTheChannelsHaveNoValue() throws InterruptedException {
    configure(device("d", channel(0, "d/a")));
    runTo(0);
    rows();
    driver.calls();
    bus.close();
    assertThat(rows()).containsExactly("0 0=bad/comm");
    assertThat(driver.calls()).containsExactly("disconnect");
    assertThat(board.parts()).isEmpty();
  }

  private static ResolvedDevice device(String id, TestChannels... channels) {
    return PollPlannerTest.device(id, channels);
  }

  private void configure(ResolvedDevice... devices) {
    bus.configure(List.of(devices));
    next = clock.micros();
  }

  private WriteRequest request(
      TestChannels channel, long bits, @Nullable Long expires, List<WriteRequest.Result> results) {
    ResolvedChannel resolved = channel.build();
    next = clock.micros();
    return new WriteRequest(resolved, bits, null, expires, results::add);
  }

  private void runTo(long ms) throws InterruptedException {
    long end = start + ms * 1000;
    while (next <= end) {
      clock.set(Math.max(clock.micros(), next));
      next = bus.step();
    }
    clock.set(Math.max(clock.micros(), end));
  }

  private List<String> rows() {
    List<String> copy = List.copyOf(rows);
    rows.clear();
    return copy;
  }

  private PartStatus status(String part) {
    return board.get(part);
  }

  private final class Sink implements BusOutput.Sink {
    @Override
    public Batch borrow() {
      return new Batch(8);
    }

    @Override
    public void submit(Batch batch) {
      batchSizes.add(batch.size());
      for (int row = 0; row < batch.size(); row++) {
        byte quality = batch.quality(row);
        rows.add(
            (batch.time(row) - start) / 1000
                + " "
                + batch.channel(row)
                + "="
                + (Quality.isBad(quality) ? Quality.text(quality) : batch.bits(row)));
      }
    }
  }
}
