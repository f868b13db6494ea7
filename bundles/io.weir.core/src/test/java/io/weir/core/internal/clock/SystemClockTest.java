package io.weir.core.internal.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemClockTest {
  private static final long RELEASE = 1_767_225_600_000_000L;
  private static final long HOUR = 3_600_000_000L;

  @TempDir Path dir;
  private Path file;
  private final FakeMachine machine = new FakeMachine();
  private boolean synced;

  @BeforeEach
  void place() {
    file = dir.resolve("data/boots.json");
  }

  @Test
  void aBootIsTrustedOnceTheSystemClockIs() {
    machine.epoch = 0; // 1970: no battery
    SystemClock clock = open();
    assertThat(clock.boot()).isEqualTo(1);
    assertThat(clock.isTrusted(1)).isFalse();
    long before = clock.micros();
    machine.advance(10_000_000);
    clock.check();
    assertThat(clock.isTrusted(1)).isFalse();

    machine.epoch = RELEASE + HOUR; // the network answers
    clock.check();

    assertThat(clock.isTrusted(1)).isTrue();
    assertThat(clock.epochMicros()).isEqualTo(RELEASE + HOUR);
    assertThat(clock.toEpoch(1, before))
        .as("a sample taken before comes out right")
        .isEqualTo(RELEASE + HOUR - 10_000_000);
  }

  @Test
  void aRestartOfTheProcessIsTheSameBootAndAMachinesRestartTheNext() {
    machine.epoch = RELEASE + HOUR;
    SystemClock first = open();
    assertThat(open().boot()).isEqualTo(first.boot());
    long moment = first.micros();
    long epoch = first.epochMicros();

    machine.reboot("second");
    machine.epoch = 0;
    SystemClock second = open();

    assertThat(second.boot()).isEqualTo(2);
    assertThat(second.isTrusted(1)).isTrue();
    assertThat(second.isTrusted(2)).isFalse();
    assertThat(second.toEpoch(1, moment)).isEqualTo(epoch);
    assertThat(open().boot()).isEqualTo(2);
  }

  @Test
  void aStepOfTheSystemClockHoldsFromItsMomentOn() {
    machine.epoch = RELEASE + HOUR;
    SystemClock clock = open();
    long early = clock.micros();
    long earlyEpoch = clock.epochMicros();
    machine.advance(60_000_000);
    machine.epoch += 500_000;
    clock.check();

    machine.advance(1_000_000);

    assertThat(clock.toEpoch(1, early)).isEqualTo(earlyEpoch);
    assertThat(clock.epochMicros()).isEqualTo(machine.epoch);
    assertThat(open().toEpoch(1, early)).as("read back from the file").isEqualTo(earlyEpoch);
  }

  @Test
  void aSmallDriftIsNoStep() throws IOException {
    machine.epoch = RELEASE + HOUR;
    SystemClock clock = open();
    String written = Files.readString(file);
    machine.epoch += 50_000;
    clock.check();
    assertThat(Files.readString(file)).isEqualTo(written);
  }

  @Test
  void anImplausibleClockDoesNotSpoilATrustedBoot() {
    machine.epoch = RELEASE + HOUR;
    SystemClock clock = open();
    long epoch = clock.epochMicros();
    machine.epoch = 5;
    clock.check();
    assertThat(clock.isTrusted(1)).isTrue();
    assertThat(clock.epochMicros()).isEqualTo(epoch);
  }

  @Test
  void numbersAreNeverUsedTwiceEvenIfTheTableIsDamaged() throws IOException {
    machine.epoch = RELEASE + HOUR;
    open();
    Files.writeString(file, "{\"boots\":[{\"num");

    SystemClock clock = open();

    assertThat(clock.boot()).isGreaterThan(1_000_000);
    assertThat(clock.isTrusted(clock.boot())).isTrue();
    assertThat(file.resolveSibling("boots.json.bad")).exists();
    assertThat(open().boot()).isEqualTo(clock.boot());
  }

  @Test
  void theTableOfAnotherMachineGoesOnWithANumberOfItsOwn() {
    machine.epoch = RELEASE + HOUR;
    open();
    machine.reboot("second");
    SystemClock there = open();
    long moment = there.micros();
    long epoch = there.epochMicros();

    machine.reboot("of another machine, on which the table was restored");
    machine.epoch = RELEASE + 9 * HOUR;
    SystemClock here = open();

    assertThat(here.boot()).isEqualTo(3);
    assertThat(here.toEpoch(2, moment)).isEqualTo(epoch);
    assertThat(here.epochMicros()).isEqualTo(RELEASE + 9 * HOUR);
  }

  @Test
  void aTableThatCannotBeWrittenIsSaidAndTriedAgain() throws IOException {
    machine.epoch = RELEASE + HOUR;
    Files.writeString(dir.resolve("data"), "a file where the directory should be");
    SystemClock clock = open();
    assertThat(clock.problem()).contains("cannot be written");
    assertThat(clock.epochMicros()).isEqualTo(RELEASE + HOUR);

    Files.delete(dir.resolve("data"));
    clock.check();

    assertThat(clock.problem()).isEmpty();
    assertThat(file).exists();
  }

  @Test
  void evidenceIsAskedWhereThereIsSome() throws IOException {
    TimeEvidence evidence = new TimeEvidence(dir, RELEASE, () -> synced);
    assertThat(evidence.test(RELEASE - 1)).as("before the release").isFalse();
    assertThat(evidence.test(RELEASE + 1)).as("nobody to ask").isTrue();

    Path timesync = Files.createDirectories(dir.resolve("run/systemd/timesync"));
    assertThat(evidence.test(RELEASE + 1)).as("not synchronised yet").isFalse();
    Path rtc = Files.createDirectories(dir.resolve("sys/class/rtc/rtc0")).resolve("since_epoch");
    Files.writeString(rtc, "12\n");
    assertThat(evidence.test(RELEASE + 1)).as("battery empty").isFalse();
    Files.writeString(rtc, RELEASE / 1_000_000 + 7 + "\n");
    assertThat(evidence.test(RELEASE + 1)).as("battery clock").isTrue();
    Files.delete(rtc);
    Files.createFile(timesync.resolve("synchronized"));
    assertThat(evidence.test(RELEASE + 1)).as("synchronised").isTrue();
  }

  @Test
  void aServiceThatRunsIsTrustedOnceTheKernelsClockIsSynchronised() throws IOException {
    for (String service : List.of("chrony", "ntpsec", "systemd/timesync")) {
      Path left = Files.createDirectories(dir.resolve("run").resolve(service));
      TimeEvidence evidence = new TimeEvidence(dir, RELEASE, () -> synced);
      synced = false;
      assertThat(evidence.test(RELEASE + 1)).as(service).isFalse();
      synced = true;
      assertThat(evidence.test(RELEASE + 1)).as(service).isTrue();
      assertThat(evidence.test(RELEASE - 1)).as(service).isFalse();
      Files.delete(left);
    }
  }

  @Test
  void aCommandIsAskedUntilItSaysYesAndNeverWaitedFor() {
    SyncQuery yes = new SyncQuery(List.of("echo", "yes"), machine::micros);
    assertThat(yes.getAsBoolean()).as("it has only just been asked").isFalse();
    while (!yes.getAsBoolean()) {
      Thread.onSpinWait();
    }
    SyncQuery no = new SyncQuery(List.of("echo", "no"), machine::micros);
    for (int i = 0; i < 100; i++) {
      assertThat(no.getAsBoolean()).isFalse();
      machine.advance(1_000_000);
    }
    SyncQuery slow = new SyncQuery(List.of("sleep", "600"), machine::micros);
    for (int i = 0; i < 100; i++) {
      assertThat(slow.getAsBoolean()).isFalse();
      machine.advance(1_000_000);
    }
    assertThat(new SyncQuery(List.of("/no/such/command"), machine::micros).getAsBoolean())
        .isFalse();
  }

  @Test
  void bootsThatWereNeverSynchronisedStandBetweenTheirNeighbours() {
    machine.epoch = RELEASE + HOUR;
    SystemClock first = open();
    machine.advance(2 * HOUR);
    first.check();
    long firstEnd = first.epochMicros();

    machine.reboot("second");
    machine.epoch = 0; // 1970
    SystemClock second = open();
    long secondStart = second.epochMicros();
    assertThat(secondStart).isGreaterThanOrEqualTo(firstEnd);
    machine.advance(HOUR);
    second.check();
    long secondEnd = second.epochMicros();

    machine.reboot("third");
    machine.epoch = 5_000_000;
    SystemClock third = open();
    long thirdStart = third.epochMicros();
    assertThat(thirdStart).isGreaterThanOrEqualTo(secondEnd);
    machine.advance(HOUR);
    third.close();
    assertThat(List.of(third.isTrusted(1), third.isTrusted(2), third.isTrusted(3)))
        .containsExactly(true, false, false);

    machine.reboot("fourth");
    machine.epoch = RELEASE + 100 * HOUR;
    SystemClock fourth = open();
    assertThat(fourth.isTrusted(4)).isTrue();
    assertThat(fourth.isTrusted(2)).isFalse();
    assertThat(fourth.toEpoch(2, 3_000_000)).isBetween(firstEnd, fourth.epochMicros());
    assertThat(fourth.toEpoch(3, 3_000_000))
        .isGreaterThanOrEqualTo(fourth.toEpoch(2, 3_000_000 + HOUR));
    assertThat(fourth.toEpoch(3, 3_000_000 + HOUR)).isLessThanOrEqualTo(fourth.epochMicros());
  }

  @Test
  void aBootThatGuessedTooLateIsMovedInFrontOfTheOneAfterIt() {
    machine.epoch = RELEASE - HOUR; // Not trusted, and ahead of what comes.
    SystemClock first = open();
    long moment = first.micros();
    machine.advance(HOUR / 2);
    first.close();
    machine.reboot("second");
    machine.epoch = RELEASE - 5 * HOUR;
    SystemClock second = open();
    machine.advance(HOUR / 2);
    second.close();

    machine.reboot("third");
    machine.epoch = RELEASE + 1;
    SystemClock third = open();

    assertThat(third.isTrusted(3)).isTrue();
    long thirdStart = third.toEpoch(3, 0);
    long secondEnd = third.toEpoch(2, 3_000_000 + HOUR / 2);
    assertThat(secondEnd).isLessThanOrEqualTo(thirdStart);
    assertThat(third.toEpoch(1, moment + HOUR / 2)).isLessThanOrEqualTo(third.toEpoch(2, 0));
  }

  @Test
  void howLongABootHasLastedIsWrittenEveryTenMinutesAndAhead() throws IOException {
    machine.epoch = RELEASE + HOUR;
    SystemClock clock = open();
    String written = Files.readString(file);
    machine.advance(HOUR / 7);
    clock.check();
    assertThat(Files.readString(file)).isEqualTo(written);
    machine.advance(HOUR / 7);
    clock.check();
    assertThat(Files.readString(file)).isNotEqualTo(written);

    machine.reboot("second"); // As if the power had been cut.
    machine.epoch = 0;
    assertThat(open().epochMicros()).isGreaterThanOrEqualTo(RELEASE + HOUR + 2 * (HOUR / 7));
  }

  @Test
  void aTableWithoutHowLongBootsHaveLastedIsRead() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "{\"boots\":[{\"number\":7,\"id\":\"old\",\"trusted\":true,\"offsets\":[[0,5],[90,6]]}]}");

    SystemClock clock = open();

    assertThat(clock.boot()).isEqualTo(8);
    assertThat(clock.toEpoch(7, 91)).isEqualTo(97);
  }

  @Test
  void aJumpOfTenYearsIsFollowedShownAndUndone() {
    machine.epoch = RELEASE + HOUR;
    SystemClock clock = open();
    long start = clock.micros();
    long tenYears = 87_600 * HOUR;
    machine.advance(HOUR);
    machine.epoch += tenYears;
    clock.check();
    assertThat(clock.jumps()).isEqualTo(1);
    assertThat(clock.jump()).contains("3650.0 days");
    assertThat(clock.epochMicros()).isEqualTo(machine.epoch);
    machine.advance(HOUR);
    clock.check();
    assertThat(clock.jump()).as("shown for an hour").isEmpty();
    machine.epoch -= tenYears;
    clock.check();

    assertThat(clock.jumps()).isEqualTo(2);
    assertThat(clock.epochMicros()).isEqualTo(RELEASE + 3 * HOUR);
    assertThat(clock.micros()).as("nothing that lasts notices").isEqualTo(start + 2 * HOUR);
    assertThat(clock.toEpoch(1, start)).isEqualTo(RELEASE + HOUR);
  }

  @Test
  void tenYearsBackIsBeforeThisReleaseAndNotBelieved() {
    machine.epoch = RELEASE + HOUR;
    SystemClock clock = open();
    long epoch = clock.epochMicros();
    machine.epoch -= 87_600 * HOUR;
    clock.check();

    assertThat(clock.epochMicros()).isEqualTo(epoch);
    assertThat(clock.jumps()).isZero();
  }

  @Test
  void theReleaseTimeIsFilledIn() {
    assertThat(TimeEvidence.releaseMicros()).isGreaterThanOrEqualTo(RELEASE);
  }

  @Test
  void theMachineTellsItsBootAndBothTimes() {
    TimeSource.Machine real = new TimeSource.Machine();
    assertThat(real.bootId()).hasSize(36);
    assertThat(real.micros()).isPositive();
    assertThat(real.epochMicros()).isGreaterThan(RELEASE / 2);
  }

  private SystemClock open() {
    return new SystemClock(file, machine, new TimeEvidence(dir, RELEASE, () -> synced));
  }

  private static final class FakeMachine implements TimeSource {
    long micros = 20_000_000;
    long epoch;
    String id = "first";

    void advance(long by) {
      micros += by;
      epoch += by;
    }

    void reboot(String newId) {
      id = newId;
      micros = 3_000_000;
    }

    @Override
    public long micros() {
      return micros;
    }

    @Override
    public long epochMicros() {
      return epoch;
    }

    @Override
    public String bootId() {
      return id;
    }
  }
}
