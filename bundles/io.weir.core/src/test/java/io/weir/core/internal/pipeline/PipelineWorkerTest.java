package io.weir.core.internal.pipeline;

import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.SampleListener;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeJournal;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when the journal cannot take samples, step by step. */
class PipelineWorkerTest {
  private static final long SECOND = 1_000_000;

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeJournal journal = new FakeJournal();
  private final MapChannelTable table = new MapChannelTable();
  private final LiveTable live = new LiveTable(table, new FakeClock());
  private final Listeners listeners = new Listeners();
  private final List<Long> heard = new ArrayList<>();
  private final StatusBoard.Part part = board.part("pipeline");
  private final Recorder recorder = new Recorder(journal, part, 3);
  private final PipelineWorker worker = new PipelineWorker(live, listeners, recorder, part);

  @BeforeEach
  void configure() {
    table.assign("d/c", ValueType.INTEGER, "");
    worker.configure(
        List.of(
            channel(0, "d/c").type(ValueType.INTEGER, ValueType.INTEGER).deadband(1, 0).build()),
        0);
    listeners.add(batch -> heard.add(batch.bits(0)));
  }

  @Test
  void aSampleReachesLiveValuesListenersAndJournal() {
    sample(1, 42);
    assertThat(live.get(0)).extracting(s -> s.value()).isEqualTo(42L);
    assertThat(heard).containsExactly(42L);
    assertThat(recorded()).containsExactly(42L);
  }

  @Test
  void nothingIsAppendedWhenEverythingWasHeldBack() {
    sample(1, 42);
    sample(2, 42);
    assertThat(heard).containsExactly(42L);
    assertThat(journal.batches()).hasSize(1);
    assertThat(board.get("pipeline").counters())
        .containsEntry("batches", 2L)
        .containsEntry("samples", 1L)
        .containsEntry("held-back", 1L);
  }

  @Test
  void whileTheDiskIsFullLiveValuesAndRulesGoOnAndNothingIsLost() {
    journal.failWith("No space left on device");
    sample(1, 10);
    sample(2, 20);
    assertThat(heard).containsExactly(10L, 20L);
    assertThat(board.get("pipeline").state()).isEqualTo(State.ERROR);
    assertThat(board.get("pipeline").reason()).isEqualTo("disk");
    assertThat(board.get("pipeline").message()).contains("No space left on device");
    assertThat(board.get("pipeline").counters()).containsEntry("waiting", 2L);

    journal.failWith(null);
    sample(3, 30);
    assertThat(recorded()).as("order is kept: 30 waits behind 10 and 20").isEmpty();
    worker.tick(20 * SECOND);

    assertThat(recorded()).containsExactly(10L, 20L, 30L);
    assertThat(board.get("pipeline").state()).isEqualTo(State.OK);
    assertThat(board.get("pipeline").counters())
        .containsEntry("waiting", 0L)
        .containsEntry("unrecorded", 0L);
  }

  @Test
  void whatNoLongerFitsIsCountedAndTheRecordResumesWithAFullPicture() {
    journal.failWith("No space left on device");
    for (int i = 1; i <= 5; i++) {
      sample(i, i * 10L);
    }
    assertThat(recorder.isFull()).isTrue();
    assertThat(heard).containsExactly(10L, 20L, 30L, 40L, 50L);
    assertThat(board.get("pipeline").counters()).containsEntry("unrecorded", 2L);

    journal.failWith(null);
    worker.tick(20 * SECOND);
    sample(21, 50);

    assertThat(recorded())
        .as("50 was held back by the dead band, but it is not on record")
        .containsExactly(10L, 20L, 30L, 50L);
  }

  @Test
  void theJournalIsNotTriedOnEverySample() {
    journal.failWith("No space left on device");
    sample(1, 10);
    journal.failWith(null);
    worker.tick(SECOND + 1);
    assertThat(recorded()).as("within the backoff").isEmpty();
    worker.tick(2 * SECOND);
    assertThat(recorded()).containsExactly(10L);
  }

  @Test
  void atTheEndWaitingRowsGetAnotherChance() {
    journal.failWith("No space left on device");
    sample(1, 10);
    assertThat(recorder.finish(SECOND + 1)).isEqualTo(1);
    journal.failWith(null);
    assertThat(recorder.finish(SECOND + 2)).isZero();
    assertThat(recorded()).containsExactly(10L);
  }

  @Test
  void aFailingListenerDoesNotStopTheOthersNorTheRecord() {
    listeners.add(
        batch -> {
          throw new IllegalStateException("a listener's fault, wanted here");
        });
    List<Long> late = new ArrayList<>();
    SampleListener last = batch -> late.add(batch.bits(0));
    listeners.add(last);
    sample(1, 10);
    listeners.remove(last);
    sample(2, 20);
    assertThat(late).containsExactly(10L);
    assertThat(recorded()).containsExactly(10L, 20L);
  }

  @Test
  void listenersAreToldOfTime() {
    List<Long> ticks = new ArrayList<>();
    listeners.add(
        new SampleListener() {
          @Override
          public void samples(Batch batch) {}

          @Override
          public void tick(long micros) {
            ticks.add(micros);
          }
        });
    worker.tick(5 * SECOND);
    assertThat(ticks).containsExactly(5 * SECOND);
  }

  @Test
  void staleChannelsGoTheSameWay() {
    worker.configure(
        List.of(
            channel(0, "d/c")
                .type(ValueType.INTEGER, ValueType.INTEGER)
                .staleAfter(Duration.ofSeconds(2))
                .build()),
        0);
    sample(1, 10);
    worker.tick(2 * SECOND);
    worker.tick(4 * SECOND);
    assertThat(live.get(0)).extracting(s -> Quality.text(s.quality())).isEqualTo("bad/stale");
    assertThat(journal.rows().size()).isEqualTo(2);
    assertThat(journal.rows().time(1)).isEqualTo(4 * SECOND);
  }

  private void sample(long second, long value) {
    Batch batch = new Batch(1);
    batch.addInteger(0, second * SECOND, value);
    worker.process(batch, second * SECOND);
  }

  private List<Long> recorded() {
    List<Long> values = new ArrayList<>();
    Batch rows = journal.rows();
    for (int row = 0; row < rows.size(); row++) {
      values.add(rows.bits(row));
    }
    return values;
  }
}
