package io.weir.core.internal.bus;

import static io.weir.core.internal.Eventually.until;
import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.core.internal.TestChannels;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeStatusBoard;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BusThreadTest {
  private final FakeDriver driver = new FakeDriver();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final TestChannels valve = channel(0, "d/valve").access(Access.RW);

  private final BusCrew crew = new BusCrew();
  private final BusFixture bus = new BusFixture("plant", driver, new FakeClock(), board, crew);

  @AfterEach
  void end() throws InterruptedException {
    bus.stop();
  }

  @Test
  void itPollsWritesAndEndsWithItsChannelsMarked() throws InterruptedException {
    bus.poll("d", valve);
    assertThat(take().bits(0)).isZero();
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    bus.thread().write(request(outcomes, 5));
    assertThat(take().bits(0)).as("the read-back").isEqualTo(5);
    bus.stop();
    assertThat(outcomes).containsExactly(Outcome.DONE);
    assertThat(Quality.text(take().quality(0))).isEqualTo("bad/comm");
    assertThat(driver.calls()).endsWith("disconnect");
    bus.thread().write(request(outcomes, 6));
    assertThat(outcomes).containsExactly(Outcome.DONE, Outcome.FAILED);
  }

  @Test
  void aFullQueueOfWritesRefusesMore() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch reading = hang(go);
    bus.poll("d", valve);
    assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 257; i++) {
      bus.thread().write(request(outcomes, i));
    }
    assertThat(outcomes).containsExactly(Outcome.FAILED);
    go.countDown();
  }

  @Test
  void itHasNoThreadWhileNothingIsDue() throws InterruptedException {
    bus.poll("d", valve);
    take();
    until(() -> threads("weir-bus-plant").isEmpty());
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    bus.thread().write(request(outcomes, 5));
    until(() -> !outcomes.isEmpty());
    assertThat(outcomes).containsExactly(Outcome.DONE);
  }

  @Test
  void oneThatWaitsForItsDeviceDoesNotKeepAnotherWaiting() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch reading = hang(go);
    bus.poll("d", valve);
    assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(threads("weir-bus-plant")).hasSize(1);
    FakeDriver second = new FakeDriver();
    BusFixture other = new BusFixture("other", second, new FakeClock(), board, crew);
    other.poll("e", channel(1, "e/valve"));
    assertThat(other.batches().poll(30, TimeUnit.SECONDS)).isNotNull();
    other.thread().stop();
    go.countDown();
    take();
  }

  @Test
  void oneThatHangsIsInterruptedWhenItIsToEnd() throws InterruptedException {
    CountDownLatch reading = hang(new CountDownLatch(1));
    bus.poll("d", valve);
    assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
    bus.stop();
    assertThat(driver.calls()).endsWith("disconnect");
    until(() -> threads("weir-bus-plant").isEmpty());
  }

  private CountDownLatch hang(CountDownLatch go) {
    CountDownLatch reading = new CountDownLatch(1);
    driver.onRead(
        () -> {
          reading.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return reading;
  }

  private static List<Thread> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .toList();
  }

  private WriteRequest request(Queue<Outcome> outcomes, long value) {
    return new WriteRequest(
        valve.build(), value, null, null, result -> outcomes.add(result.outcome()));
  }

  private Batch take() throws InterruptedException {
    return Objects.requireNonNull(bus.batches().poll(30, TimeUnit.SECONDS), "no batch in 30 s");
  }
}
