package io.weir.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Severity;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Journal} must do. Channels 0 (double), 1 (boolean), 2 (integer), 3 (text) and 4
 * (bytes) are used.
 */
public abstract class JournalContract {
  /** Longest wait for a commit, on a busy machine. */
  protected static final long PATIENCE_SECONDS = 30;

  private @Nullable Journal journal;

  /** A new, empty journal. */
  protected abstract Journal create() throws Exception;

  /** Ends this journal as a stop of the gateway does. */
  protected abstract void close(Journal ended) throws Exception;

  /**
   * The journal {@link #close closed} last, opened again as after a restart; null if this kind of
   * journal does not outlive its closing.
   */
  protected abstract @Nullable Journal reopen() throws Exception;

  @AfterEach
  void closeLast() throws Exception {
    Journal last = journal;
    if (last != null) {
      close(last);
    }
  }

  @Test
  void sequencesBeginAtOneAndRiseByOne() throws Exception {
    Journal j = journal();
    assertThat(j.append(batch(1))).isEqualTo(1);
    assertThat(j.append(batch(2))).isEqualTo(2);
    assertThat(j.append(event("a"))).isEqualTo(1);
    assertThat(j.append(batch(3))).isEqualTo(3);
    assertThat(j.append(event("b"))).isEqualTo(2);
  }

  @Test
  void anEmptyBatchIsNotWritten() throws Exception {
    Journal j = journal();
    assertThat(j.append(new Batch(8))).isZero();
    assertThat(j.append(batch(1))).isEqualTo(1);
  }

  @Test
  void samplesComeBackAsTheyWere() throws Exception {
    Journal j = journal();
    Batch batch = new Batch(8);
    batch.addDouble(0, 5, Double.NaN);
    batch.addDouble(0, 6, -0.0);
    batch.addBoolean(1, 6, true);
    batch.addInteger(2, 6, Long.MIN_VALUE);
    batch.addObject(3, 7, "grün €😀", Quality.GOOD);
    batch.addObject(4, 7, new byte[] {1, 2}, Quality.uncertain(Quality.Reason.RANGE));
    batch.addBad(0, 8, Quality.Reason.COMM);
    long sequence = j.append(batch);
    batch.clear();
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      JournalEntry entry = await(j, reader, Lane.TELEMETRY, sequence);
      assertThat(entry.lane()).isEqualTo(Lane.TELEMETRY);
      assertThat(entry.sequence()).isEqualTo(sequence);
      assertThat(entry.event()).isNull();
      assertThat(text(entry.batch()))
          .containsExactly(
              "0 5 7ff8000000000000 0 null",
              "0 6 8000000000000000 0 null",
              "1 6 1 0 null",
              "2 6 8000000000000000 0 null",
              "3 7 0 0 grün €😀",
              "4 7 0 65 [1, 2]",
              "0 8 0 132 null");
    }
  }

  @Test
  void eventsComeBackAsTheyWere() throws Exception {
    Journal j = journal();
    Event event =
        new Event("rule", "hot", Severity.CRITICAL, 77, "zu heiß", Map.of("channel", "a/b"));
    long sequence = j.append(event);
    try (JournalReader reader = j.open("r", Lane.EVENT)) {
      JournalEntry entry = await(j, reader, Lane.EVENT, sequence);
      assertThat(entry.sequence()).isEqualTo(sequence);
      assertThat(entry.event()).isEqualTo(event);
      assertThat(entry.batch().isEmpty()).isTrue();
    }
  }

  @Test
  void aReaderSeesAllEntriesInOrderOnceAndThenNothing() throws Exception {
    Journal j = journal();
    long last = 0;
    for (int i = 1; i <= 100; i++) {
      last = j.append(batch(i));
    }
    awaitCommit(j, Lane.TELEMETRY, last);
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      assertThat(sequences(reader)).containsExactlyElementsOf(range(1, 100));
      assertThat(reader.next()).isNull();
      assertThat(reader.backlog()).isEqualTo(100);
      long more = j.append(batch(101));
      awaitCommit(j, Lane.TELEMETRY, more);
      assertThat(sequences(reader)).containsExactly(101L);
    }
  }

  @Test
  void theCursorMovesOnlyByAcknowledging() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 10));
    JournalReader reader = j.open("r", Lane.TELEMETRY);
    assertThat(sequences(reader)).hasSize(10);
    assertThat(reader.cursor()).isZero();
    reader.acknowledge(4);
    assertThat(reader.cursor()).isEqualTo(4);
    assertThat(reader.backlog()).isEqualTo(6);
    reader.acknowledge(3);
    assertThat(reader.cursor()).isEqualTo(4);
    reader.close();
    try (JournalReader again = j.open("r", Lane.TELEMETRY)) {
      assertThat(again.cursor()).isEqualTo(4);
      assertThat(sequences(again)).containsExactlyElementsOf(range(5, 10));
    }
  }

  @Test
  void seekGoesBackToTheCursorOrToALaterPlace() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 10));
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      sequences(reader);
      reader.acknowledge(3);
      reader.seek(0);
      assertThat(sequences(reader)).containsExactlyElementsOf(range(4, 10));
      reader.seek(8);
      assertThat(sequences(reader)).containsExactly(9L, 10L);
    }
  }

  @Test
  void whatIsDoneBeyondTheCursorIsNotReadAgainAndTheCursorPassesOverIt() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 20));
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      reader.acknowledge(2);
      reader.acknowledge(9, 10);
      reader.acknowledge(15, 16);
      reader.acknowledge(11, 12);
      assertThat(reader.done())
          .containsExactly(new JournalReader.Done(9, 12), new JournalReader.Done(15, 16));
      assertThat(reader.cursor()).isEqualTo(2);
      assertThat(reader.backlog()).isEqualTo(12);
      reader.seek(0);
      List<Long> left = new ArrayList<>(range(3, 8));
      left.addAll(List.of(13L, 14L));
      left.addAll(range(17, 20));
      assertThat(sequences(reader)).containsExactlyElementsOf(left);
      reader.seek(9);
      assertThat(sequences(reader)).startsWith(13L, 14L, 17L);
      reader.acknowledge(8);
      assertThat(reader.cursor()).isEqualTo(12);
      reader.acknowledge(13, 14);
      assertThat(reader.cursor()).isEqualTo(16);
      assertThat(reader.done()).isEmpty();
      reader.acknowledge(14, 18);
      assertThat(reader.cursor()).isEqualTo(18);
      assertThat(reader.backlog()).isEqualTo(2);
    }
  }

  @Test
  void asManyStretchesAreDoneAsMayBe() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 2 * JournalReader.MOST_DONE + 4));
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      for (int i = 1; i <= JournalReader.MOST_DONE; i++) {
        reader.acknowledge(2L * i, 2L * i);
      }
      long next = 2L * JournalReader.MOST_DONE + 2;
      assertThatThrownBy(() -> reader.acknowledge(next, next))
          .isInstanceOf(IllegalStateException.class);
      assertThat(reader.done()).hasSize(JournalReader.MOST_DONE);
      reader.acknowledge(next - 1, next);
      assertThat(reader.done()).hasSize(JournalReader.MOST_DONE);
    }
  }

  @Test
  void aForkReadsByItselfAndSharesTheCursor() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 10));
    try (JournalReader reader = j.open("r", Lane.TELEMETRY);
        JournalReader fork = reader.fork()) {
      fork.seek(7);
      assertThat(sequences(fork)).containsExactlyElementsOf(range(8, 10));
      fork.acknowledge(8, 10);
      assertThat(reader.committed()).isEqualTo(10);
      assertThat(sequences(reader)).containsExactlyElementsOf(range(1, 7));
      reader.acknowledge(7);
      assertThat(fork.cursor()).isEqualTo(10);
      long more = j.append(batch(11));
      awaitCommit(j, Lane.TELEMETRY, more);
      assertThat(sequences(fork)).containsExactly(11L);
      assertThat(sequences(reader)).containsExactly(11L);
    }
    try (JournalReader again = j.open("r", Lane.TELEMETRY)) {
      assertThat(sequences(again)).containsExactly(11L);
    }
  }

  @Test
  void whatIsDoneBeyondTheCursorIsKnownAfterARestart() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 20));
    JournalReader reader = j.open("r", Lane.TELEMETRY);
    reader.acknowledge(3);
    reader.acknowledge(8, 9);
    reader.acknowledge(12, 20);
    reader.close();
    Journal again = restart();
    if (again == null) {
      return;
    }
    try (JournalReader back = again.open("r", Lane.TELEMETRY)) {
      assertThat(back.cursor()).isEqualTo(3);
      assertThat(back.done())
          .containsExactly(new JournalReader.Done(8, 9), new JournalReader.Done(12, 20));
      assertThat(sequences(back)).containsExactly(4L, 5L, 6L, 7L, 10L, 11L);
      assertThat(again.append(batch(21))).isEqualTo(21);
    }
  }

  @Test
  void readersDoNotDisturbEachOther() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 5));
    try (JournalReader one = j.open("one", Lane.TELEMETRY);
        JournalReader two = j.open("two", Lane.TELEMETRY)) {
      assertThat(sequences(one)).hasSize(5);
      one.acknowledge(5);
      assertThat(sequences(two)).containsExactlyElementsOf(range(1, 5));
      assertThat(two.cursor()).isZero();
      assertThat(state(j, Lane.TELEMETRY).cursors()).containsEntry("one", 5L);
      assertThat(state(j, Lane.TELEMETRY).cursors()).containsEntry("two", 0L);
    }
  }

  @Test
  void aNameIsOpenOnceOnly() throws Exception {
    Journal j = journal();
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      assertThat(reader.cursor()).isZero();
      assertThatThrownBy(() -> j.open("r", Lane.TELEMETRY))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("r");
      j.open("r", Lane.EVENT).close();
    }
    j.open("r", Lane.TELEMETRY).close();
  }

  @Test
  void aForgottenReaderBeginsAnew() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 3));
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      reader.acknowledge(3);
    }
    j.forget("r");
    assertThat(state(j, Lane.TELEMETRY).cursors()).doesNotContainKey("r");
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      assertThat(sequences(reader)).hasSize(3);
    }
  }

  @Test
  void readersAreWokenByCommits() throws Exception {
    Journal j = journal();
    Semaphore woken = new Semaphore(0);
    try (JournalReader reader = j.open("r", Lane.TELEMETRY)) {
      reader.onCommitted(woken::release);
      long sequence = j.append(batch(1));
      assertThat(woken.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(sequences(reader)).contains(sequence);
    }
  }

  @Test
  void actionsRunOnceTheEntryIsCommitted() throws Exception {
    Journal j = journal();
    long sequence = append(j, 3);
    CountDownLatch done = new CountDownLatch(2);
    j.whenCommitted(
        Lane.TELEMETRY,
        sequence,
        () -> {
          if (state(j, Lane.TELEMETRY).committed() >= sequence) {
            done.countDown();
          }
        });
    j.whenCommitted(Lane.TELEMETRY, 1, done::countDown);
    assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    CountDownLatch atOnce = new CountDownLatch(1);
    j.whenCommitted(Lane.TELEMETRY, sequence, atOnce::countDown);
    assertThat(atOnce.getCount()).isZero();
  }

  @Test
  void manyThreadsAppendWithoutLossOrDoubles() throws Exception {
    Journal j = journal();
    Set<Long> sequences = new ConcurrentSkipListSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 25; i++) {
                    sequences.add(j.append(event("e" + i)));
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(sequences).containsExactlyElementsOf(range(1, 100));
    try (JournalReader reader = j.open("r", Lane.EVENT)) {
      assertThat(sequences(reader)).containsExactlyElementsOf(range(1, 100));
    }
  }

  @Test
  void statesTellWhatThereIs() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 7));
    LaneState state = state(j, Lane.TELEMETRY);
    assertThat(state.first()).isEqualTo(1);
    assertThat(state.last()).isEqualTo(7);
    assertThat(state.committed()).isEqualTo(7);
    assertThat(j.lanes()).extracting(LaneState::lane).containsExactlyInAnyOrder(Lane.values());
  }

  @Test
  void everythingIsThereAfterARestart() throws Exception {
    Journal j = journal();
    awaitCommit(j, Lane.TELEMETRY, append(j, 20));
    j.append(event("before"));
    JournalReader reader = j.open("r", Lane.TELEMETRY);
    sequences(reader);
    reader.acknowledge(12);
    reader.close();
    Journal again = restart();
    if (again == null) {
      return;
    }
    assertThat(again.append(batch(21))).isEqualTo(21);
    assertThat(again.append(event("after"))).isEqualTo(2);
    awaitCommit(again, Lane.TELEMETRY, 21);
    try (JournalReader back = again.open("r", Lane.TELEMETRY);
        JournalReader events = again.open("r", Lane.EVENT)) {
      assertThat(back.cursor()).isEqualTo(12);
      assertThat(sequences(back)).containsExactlyElementsOf(range(13, 21));
      assertThat(sequences(events)).containsExactly(1L, 2L);
    }
  }

  /** The journal under test, made at first use. */
  protected final Journal journal() throws Exception {
    Journal open = journal;
    if (open == null) {
      open = create();
      journal = open;
    }
    return open;
  }

  /** Closes the journal under test and opens it again. */
  protected final @Nullable Journal restart() throws Exception {
    close(journal());
    journal = null;
    Journal again = reopen();
    journal = again;
    return again;
  }

  /** A batch of three rows that carries this number. */
  protected static Batch batch(int number) {
    Batch batch = new Batch(8);
    batch.addInteger(2, number, number);
    batch.addDouble(0, number, number / 10.0);
    batch.addBoolean(1, number, number % 2 == 0);
    return batch;
  }

  /** An event with this message. */
  protected static Event event(String message) {
    return new Event("test", "contract", Severity.INFO, 1, message, Map.of());
  }

  /** Appends so many batches and returns the last sequence. */
  protected static long append(Journal j, int count) throws JournalException {
    long last = 0;
    for (int i = 1; i <= count; i++) {
      last = j.append(batch(i));
    }
    return last;
  }

  /** Waits until the entry is committed. */
  protected static void awaitCommit(Journal j, Lane lane, long sequence) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    j.whenCommitted(lane, sequence, done::countDown);
    assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("committed").isTrue();
  }

  /** The sequences of everything the reader can read now. */
  protected static List<Long> sequences(JournalReader reader) throws JournalException {
    List<Long> all = new ArrayList<>();
    for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
      all.add(entry.sequence());
    }
    return all;
  }

  /** The state of one lane. */
  protected static LaneState state(Journal j, Lane lane) {
    return j.lanes().stream().filter(state -> state.lane() == lane).findFirst().orElseThrow();
  }

  /** The numbers from one to another. */
  protected static List<Long> range(long from, long to) {
    return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static JournalEntry await(Journal j, JournalReader reader, Lane lane, long sequence)
      throws Exception {
    awaitCommit(j, lane, sequence);
    JournalEntry entry = reader.next();
    if (entry == null) {
      throw new AssertionError("nothing to read although " + sequence + " is committed");
    }
    return entry;
  }

  private static List<String> text(Batch batch) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      Object object = batch.object(row);
      rows.add(
          "%d %d %x %d %s"
              .formatted(
                  batch.channel(row),
                  batch.time(row),
                  batch.bits(row),
                  batch.quality(row) & 0xFF,
                  object instanceof byte[] bytes ? java.util.Arrays.toString(bytes) : object));
    }
    return rows;
  }
}
