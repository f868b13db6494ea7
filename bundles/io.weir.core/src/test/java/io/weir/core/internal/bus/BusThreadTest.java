package io.weir.core.internal.bus;

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

  private final BusFixture bus = new BusFixture(driver, new FakeClock(), board);

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
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    driver.onRead(
        () -> {
          reading.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    bus.poll("d", valve);
    assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
    Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 257; i++) {
      bus.thread().write(request(outcomes, i));
    }
    assertThat(outcomes).containsExactly(Outcome.FAILED);
    go.countDown();
  }

  private WriteRequest request(Queue<Outcome> outcomes, long value) {
    return new WriteRequest(
        valve.build(), value, null, null, result -> outcomes.add(result.outcome()));
  }

  private Batch take() throws InterruptedException {
    return Objects.requireNonNull(bus.batches().poll(30, TimeUnit.SECONDS), "no batch in 30 s");
  }
}
