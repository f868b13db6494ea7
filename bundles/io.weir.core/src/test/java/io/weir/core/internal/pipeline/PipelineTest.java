package io.weir.core.internal.pipeline;

import static io.weir.core.internal.Eventually.until;
import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeJournal;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineTest {
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeJournal journal = new FakeJournal();
  private final LiveTable live = new LiveTable(new MapChannelTable(), clock);
  private final Pipeline pipeline = new Pipeline(clock, board, live, journal, 100);

  @AfterEach
  void stop() throws InterruptedException {
    pipeline.deactivate();
  }

  @Test
  void everythingAcceptedIsRecordedBeforeTheEnd() throws InterruptedException {
    pipeline.configure(channels());
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    pipeline.addListener(
        batch -> {
          entered.countDown();
          await(go);
        });
    for (int i = 0; i < 50; i++) {
      submit(i);
    }
    assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
    go.countDown();
    pipeline.deactivate();

    Batch rows = journal.rows();
    assertThat(rows.size()).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      assertThat(rows.bits(i)).isEqualTo(i);
    }
    assertThatThrownBy(() -> pipeline.submit(new Batch(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoeverFindsTheQueueFullWaits() throws InterruptedException {
    pipeline.configure(channels());
    CountDownLatch go = new CountDownLatch(1);
    pipeline.addListener(batch -> await(go));
    AtomicInteger accepted = new AtomicInteger();
    Thread pusher =
        new Thread(
            () -> {
              for (int i = 0; i < 200; i++) {
                try {
                  submit(i);
                } catch (InterruptedException e) {
                  return;
                }
                accepted.incrementAndGet();
              }
            },
            "pusher");
    pusher.start();
    until(() -> pusher.getState() == Thread.State.WAITING);
    assertThat(accepted.get()).isLessThan(70);
    go.countDown();
    pusher.join();
    pipeline.deactivate();
    assertThat(journal.rows().size()).isEqualTo(200);
  }

  @Test
  void withAFullDiskPushersWaitAndPollsAreLiveOnly() throws InterruptedException {
    pipeline.configure(channels());
    journal.failWith("No space left on device");
    for (int i = 0; i < 100; i++) {
      submit(i);
    }
    until(() -> counter("waiting") == 100);
    submit(100); // accepted into the queue, where it stays
    Batch polled = pipeline.borrow();
    polled.addInteger(0, 1, 4711);
    pipeline.submitPolled(polled);
    until(() -> counter("unrecorded") == 1);
    assertThat(bits()).as("the polled value is live").isEqualTo(4711);
    assertThat(board.get("pipeline").counters()).containsEntry("queued", 1L);

    journal.failWith(null);
    clock.advance(Duration.ofSeconds(30));
    until(() -> journal.rows().size() == 101);
  }

  private long bits() {
    long[] found = new long[1];
    live.visit(0, (time, bits, object, quality) -> found[0] = bits);
    return found[0];
  }

  private long counter(String name) {
    return board.get("pipeline").counters().getOrDefault(name, 0L);
  }

  private void submit(long value) throws InterruptedException {
    Batch batch = pipeline.borrow();
    batch.addInteger(0, 1, value);
    pipeline.submit(batch);
  }

  private static List<ResolvedChannel> channels() {
    return List.of(channel(0, "d/c").type(ValueType.INTEGER, ValueType.INTEGER).build());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
