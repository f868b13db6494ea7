package io.weir.core.internal.pipeline;

import static io.weir.core.internal.TestChannels.channel;

import com.sun.management.ThreadMXBean;
import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the pipeline costs a sample, from submitting a batch to the journal's door. Run it from an
 * IDE, or with {@code mvn -pl bundles/io.weir.core test-compile exec:java
 * -Dexec.classpathScope=test -Dexec.mainClass=...PipelineBenchmark}.
 */
public final class PipelineBenchmark {
  private static final int CHANNELS = 10_000;
  private static final int ROUNDS = 7;
  private static final int BATCHES = 4_000;

  private PipelineBenchmark() {}

  public static void main(String[] args) throws InterruptedException {
    for (int rows : new int[] {10, 100, 1000}) {
      List<Double> stations = new ArrayList<>();
      List<Double> through = new ArrayList<>();
      List<Double> bytes = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        stations.add(stations(rows));
        double[] result = through(rows);
        through.add(result[0]);
        bytes.add(result[1]);
      }
      System.out.printf(
          Locale.ROOT,
          "%5d rows a batch: stations %5.1f ns, through the queue %5.1f ns and %5.2f B a sample"
              + " (medians of %d)%n",
          rows,
          median(stations),
          median(through),
          median(bytes),
          ROUNDS);
    }
  }

  /** Conditioner, live values and journal's door on one thread; filling the batch not counted. */
  private static double stations(int rows) {
    StatusBoard.Part part = new FakeStatusBoard().part("pipeline");
    Recorder recorder = new Recorder(new Sink(), part, 1000);
    PipelineWorker worker = new PipelineWorker(live(), new Listeners(), recorder, part);
    worker.configure(channels(), 0);
    Batch batch = new Batch(rows);
    long spent = 0;
    for (int i = 0; i < BATCHES; i++) {
      fill(batch, rows, i);
      long start = System.nanoTime();
      worker.process(batch, i);
      spent += System.nanoTime() - start;
    }
    return (double) spent / BATCHES / rows;
  }

  /** A submitting thread and the pipeline's: time and allocation a sample, filling included. */
  private static double[] through(int rows) throws InterruptedException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Sink journal = new Sink();
    Pipeline pipeline = new Pipeline(new FakeClock(), new FakeStatusBoard(), live(), journal, 1000);
    pipeline.configure(channels());
    submit(pipeline, rows, BATCHES / 4);
    long mine = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(mine);
    long start = System.nanoTime();
    submit(pipeline, rows, BATCHES);
    long allocated = threads.getThreadAllocatedBytes(mine) - before;
    pipeline.deactivate();
    double time = (double) (System.nanoTime() - start) / BATCHES / rows;
    double total = allocated + journal.allocated();
    return new double[] {time, total / BATCHES / rows};
  }

  private static void submit(Pipeline pipeline, int rows, int batches) throws InterruptedException {
    for (int i = 0; i < batches; i++) {
      Batch batch = pipeline.borrow();
      fill(batch, rows, i);
      pipeline.submitPolled(batch);
    }
  }

  private static void fill(Batch batch, int rows, int round) {
    batch.clear();
    int first = round * rows % CHANNELS;
    for (int row = 0; row < rows; row++) {
      batch.addInteger((first + row) % CHANNELS, round, round + row);
    }
  }

  private static LiveTable live() {
    return new LiveTable(new MapChannelTable(), new FakeClock());
  }

  /** Scaled and range-checked, every fourth with a dead band that never holds back. */
  private static List<ResolvedChannel> channels() {
    List<ResolvedChannel> channels = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      channels.add(
          channel(i, "d/c" + i)
              .scale(0.1, 0)
              .range(-1e9, 1e9)
              .deadband(i % 4 == 0 ? 1e-9 : 0, 0)
              .build());
    }
    return channels;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /** Takes what comes and counts what its thread has allocated between the first and last call. */
  private static final class Sink implements Journal {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicLong rows = new AtomicLong();
    private long calls;
    private long first;
    private long last;

    @Override
    public long append(Batch batch) {
      rows.addAndGet(batch.size());
      calls++;
      if (calls == BATCHES / 4) {
        first = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      } else if (calls == BATCHES / 4 + BATCHES) {
        last = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      }
      return calls;
    }

    long allocated() {
      return last - first;
    }

    @Override
    public long append(Event event) {
      return 0;
    }

    @Override
    public void whenCommitted(Lane lane, long sequence, Runnable action) {}

    @Override
    public JournalReader open(String reader, Lane lane) {
      throw new UnsupportedOperationException("nothing is read here");
    }

    @Override
    public void forget(String reader) {}

    @Override
    public List<LaneState> lanes() {
      return List.of();
    }
  }
}
