package io.weir.core.internal.command;

import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Access;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.api.runtime.State;
import io.weir.core.internal.TestChannels;
import io.weir.core.internal.bus.Acquisition.Target;
import io.weir.core.internal.bus.BusFixture;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeJournal;
import io.weir.testing.FakeStatusBoard;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands through a real bus thread to a scripted device. */
@Timeout(60)
class CommandsTest {
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeJournal journal = new FakeJournal();
  private final FakeDriver driver = new FakeDriver();
  private final Map<String, Target> targets = new HashMap<>();
  private final Commands commands =
      new Commands(targets::get, journal, clock, board.part("commands"), Runnable::run);
  private final TestChannels speed =
      channel(0, "pump/speed")
          .type(ValueType.INTEGER, ValueType.DOUBLE)
          .access(Access.RW)
          .scale(0.1, 0)
          .write(0, 150);
  private final TestChannels flow = channel(1, "pump/flow");
  private final BusFixture bus = new BusFixture(driver, clock, board);

  @BeforeEach
  void begin() throws InterruptedException {
    bus.poll("pump", speed, flow);
    assertThat(bus.batches().poll(30, TimeUnit.SECONDS)).as("connected and polled").isNotNull();
    targets.put("pump/speed", new Target(speed.build(), bus.thread()));
    targets.put("pump/flow", new Target(flow.build(), bus.thread()));
    targets.put("fan/speed", new Target(speed.build(), null));
  }

  @AfterEach
  void end() throws InterruptedException {
    bus.stop();
  }

  @Test
  void aValueIsWrittenReadBackAndRecorded() throws Exception {
    CommandResult result = submit("c1", "pump/speed", 145.0);

    assertThat(result.outcome()).isEqualTo(Outcome.DONE);
    assertThat(result.readBack())
        .isEqualTo(
            new Sample("pump/speed", FakeClock.DEFAULT_OFFSET + 1_000_000, 145.0, Quality.GOOD));
    assertThat(driver.get("holding", 0)).isEqualTo(1450);
    Event event = journal.events().get(0);
    assertThat(event.type()).isEqualTo("command");
    assertThat(event.source()).isEqualTo("pump/speed");
    assertThat(event.severity()).isEqualTo(Severity.INFO);
    assertThat(event.message()).isEqualTo("console:anna wrote 145.0 to pump/speed");
    assertThat(event.attributes())
        .containsEntry("id", "c1")
        .containsEntry("outcome", "done")
        .containsEntry("read-back", "145.0");
  }

  @Test
  void whatIsNotSensibleIsRefusedAndRecorded() throws Exception {
    assertThat(submit("c1", "pump/sped", 1).message()).contains("There is no channel 'pump/sped'");
    assertThat(submit("c2", "pump/flow", 1).message()).contains("can only be read");
    assertThat(submit("c3", "pump/speed", 151).message()).contains("above the highest allowed");
    assertThat(submit("c4", "pump/speed", "fast").message()).contains("not a number");
    assertThat(submit("c5", "fan/speed", 1).message()).contains("switched off");
    assertThat(submit("c5", "fan/speed", 1).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(journal.events()).hasSize(5);
    assertThat(journal.events().get(2).severity()).isEqualTo(Severity.WARNING);
    assertThat(board.get("commands").counters())
        .containsEntry("refused", 5L)
        .containsEntry("repeated", 1L);
  }

  @Test
  void aRepeatedIdIsNotCarriedOutTwice() throws Exception {
    assertThat(submit("c1", "pump/speed", 10).outcome()).isEqualTo(Outcome.DONE);
    driver.set("holding", 0, 7);
    assertThat(submit("c1", "pump/speed", 10).outcome()).isEqualTo(Outcome.DONE);
    assertThat(driver.get("holding", 0)).isEqualTo(7);
    assertThat(submit("c2", "pump/speed", 10).outcome()).isEqualTo(Outcome.DONE);
    assertThat(driver.get("holding", 0)).isEqualTo(100);
  }

  @Test
  void memoryOfIdsIsBounded() throws Exception {
    for (int i = 0; i < 1100; i++) {
      submit("c" + i, "pump/sped", i);
    }
    submit("c1099", "pump/sped", 0);
    assertThat(board.get("commands").counters()).containsEntry("repeated", 1L);
    submit("c0", "pump/sped", 0);
    assertThat(board.get("commands").counters()).containsEntry("repeated", 1L);
  }

  @Test
  void anExpiredCommandIsNotCarriedOut() throws Exception {
    Command late = new Command("c1", "pump/speed", 10, "console:anna", clock.micros() - 1);
    assertThat(await(late).outcome()).isEqualTo(Outcome.EXPIRED);
    assertThat(driver.get("holding", 0)).isZero();
  }

  @Test
  void withoutTheDeviceItFails() throws Exception {
    driver.silence("holding", true);
    CommandResult result = submit("c1", "pump/speed", 10);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.message()).contains("did not answer");
  }

  @Test
  void afterTheBusHasEndedItFailsAtOnce() throws Exception {
    bus.stop();
    assertThat(submit("c1", "pump/speed", 10).message()).contains("being closed");
  }

  @Test
  void aResultThatCannotBeRecordedIsToldAllTheSame() throws Exception {
    journal.failWith("No space left on device");
    assertThat(submit("c1", "pump/speed", 10).outcome()).isEqualTo(Outcome.DONE);
    assertThat(board.get("commands").state()).isEqualTo(State.ERROR);
    assertThat(board.get("commands").reason()).isEqualTo("disk");
  }

  private CommandResult submit(String id, String channel, Object value) throws Exception {
    return await(new Command(id, channel, value, "console:anna", null));
  }

  private CommandResult await(Command command) throws Exception {
    return commands.submit(command).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
