package io.weir.core.internal.pipeline;

import static io.weir.core.internal.Eventually.until;
import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeJournal;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What senders are told of their rows: once, and yes only when the rows are on the medium. */
@Timeout(60)
class ReceiptsTest {
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeJournal journal = new FakeJournal();
  private final MapChannelTable table = new MapChannelTable();
  private final Pipeline pipeline =
      new Pipeline(clock, board, new LiveTable(table, clock), journal, 3);
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void configure() {
    table.assign("d/c", ValueType.INTEGER, "");
    pipeline.configure(
        List.of(
            channel(0, "d/c").type(ValueType.INTEGER, ValueType.INTEGER).deadband(1, 0).build()));
    journal.commitLate();
  }

  @AfterEach
  void stop() throws InterruptedException {
    pipeline.deactivate();
  }

  @Test
  void yesIsSaidOnceTheEntryIsCommittedAndNotBefore() throws InterruptedException {
    submit("a", 10);
    until(() -> journal.batches().size() == 1);
    processed(1);
    assertThat(told).isEmpty();

    journal.commit();
    assertThat(told).containsExactly("a yes");
    pipeline.deactivate();
    assertThat(told).containsExactly("a yes");
  }

  @Test
  void rowsThatSayNothingNewWaitForWhatTheyRepeat() throws InterruptedException {
    submit("a", 10);
    submit("b", 10);
    processed(2);
    assertThat(journal.batches()).hasSize(1);
    assertThat(told).isEmpty();

    journal.commit();
    assertThat(told).containsExactlyInAnyOrder("a yes", "b yes");
    submit("c", 10);
    until(() -> told.contains("c yes"));
  }

  @Test
  void aMessageWithoutRowsIsGoodAtOnce() throws InterruptedException {
    Batch batch = pipeline.borrow();
    batch.addReceipt(receipt("empty"));
    pipeline.submitPolled(batch);
    until(() -> told.contains("empty yes"));
  }

  @Test
  void whileTheJournalFailsTheyWaitAndAreToldWhenItIsWritten() throws InterruptedException {
    journal.failWith("No space left on device");
    submit("a", 10);
    submit("b", 10);
    submit("c", 20);
    processed(3);
    assertThat(told).isEmpty();

    journal.failWith(null);
    clock.advance(Duration.ofSeconds(30));
    until(() -> journal.rows().size() == 2);
    until(() -> board.get("pipeline").counters().getOrDefault("waiting", -1L) == 0);
    assertThat(told).isEmpty();
    journal.commit();
    assertThat(told).containsExactlyInAnyOrder("a yes", "b yes", "c yes");
  }

  @Test
  void whatFindsNoRoomIsRefusedAndRecordedWhenItIsSentAgain() throws InterruptedException {
    journal.failWith("No space left on device");
    for (int i = 1; i <= 3; i++) {
      submit("row " + i, i * 10L);
    }
    submit("full", 40);
    until(() -> told.contains("full no"));
    submit("again", 40);
    until(() -> told.contains("again no"));
    assertThat(told).as("the others wait").hasSize(2);
    assertThat(board.get("pipeline").counters()).containsEntry("unrecorded", 2L);

    journal.failWith(null);
    clock.advance(Duration.ofSeconds(30));
    until(() -> journal.rows().size() == 3);
    submit("at last", 40);
    until(() -> journal.rows().size() == 4);
    processed(6);
    journal.commit();
    assertThat(told).contains("at last yes", "row 1 yes", "row 2 yes", "row 3 yes").hasSize(6);
  }

  @Test
  void aStopBeforeTheCommitIsANoAndACommitAfterwardsSaysNothing() throws InterruptedException {
    submit("appended", 10);
    until(() -> journal.batches().size() == 1);
    journal.failWith("No space left on device");
    submit("waiting", 20);
    pipeline.deactivate();
    assertThat(told).containsExactlyInAnyOrder("appended no", "waiting no");
    journal.commit();
    assertThat(told).hasSize(2);

    Batch late = new Batch(1);
    late.addReceipt(receipt("late"));
    assertThatThrownBy(() -> pipeline.submitPolled(late)).isInstanceOf(IllegalStateException.class);
    assertThat(late.hasReceipts()).as("who could not hand it over still has it").isTrue();
  }

  @Test
  void anInterruptedPipelineRefusesWhatIsStillInTheQueue() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    pipeline.addListener(
        batch -> {
          entered.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    submit("a", 10);
    submit("b", 20);
    entered.await();
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("weir-pipeline"))
        .forEach(Thread::interrupt);
    pipeline.deactivate();
    assertThat(told).containsExactlyInAnyOrder("a no", "b no");
  }

  @Test
  void aReceiptThatThrowsHarmsNobody() throws InterruptedException {
    Batch batch = pipeline.borrow();
    batch.addInteger(0, 1, 10);
    batch.addReceipt(
        committed -> {
          throw new IllegalStateException("a bug");
        });
    batch.addReceipt(receipt("a"));
    pipeline.submitPolled(batch);
    until(() -> journal.batches().size() == 1);
    processed(1);
    journal.commit();
    assertThat(told).containsExactly("a yes");
  }

  /** Waits until so many batches have gone all the way. */
  private void processed(int batches) throws InterruptedException {
    until(() -> board.get("pipeline").counters().getOrDefault("batches", 0L) == batches);
    Batch last = pipeline.borrow(); // Counted at its first station: then those before are through.
    last.add(4711, 1, 0, (byte) 0);
    pipeline.submitPolled(last);
    until(() -> board.get("pipeline").counters().getOrDefault("batches", 0L) == batches + 1);
  }

  private void submit(String name, long value) throws InterruptedException {
    Batch batch = pipeline.borrow();
    batch.addInteger(0, 1, value);
    batch.addReceipt(receipt(name));
    pipeline.submitPolled(batch);
  }

  private Batch.Receipt receipt(String name) {
    return committed -> told.add(name + (committed ? " yes" : " no"));
  }
}
