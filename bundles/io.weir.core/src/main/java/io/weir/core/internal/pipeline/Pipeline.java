package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.SampleListener;
import io.weir.api.runtime.SampleSink;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Journal;
import io.weir.core.internal.registry.ResolvedChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipeline on its thread {@code weir-pipeline}. What was taken in goes all the way to the
 * journal before the pipeline ends.
 */
@Component(service = {SampleSink.class, Pipeline.class})
public final class Pipeline implements SampleSink {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final int QUEUE = 64;
  private static final int SPILL_ROWS = 200_000;
  private static final long TICK = 100_000;

  private final GatewayClock clock;
  private final StatusBoard.Part part;
  private final Intake intake = new Intake(QUEUE);
  private final Listeners listeners = new Listeners();
  private final Recorder recorder;
  private final PipelineWorker worker;
  private final AtomicReference<@Nullable List<ResolvedChannel>> news = new AtomicReference<>();
  private final Thread thread;

  @Activate
  public Pipeline(
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference LiveTable live,
      @Reference Journal journal) {
    this(clock, board, live, journal, SPILL_ROWS);
  }

  Pipeline(GatewayClock clock, StatusBoard board, LiveTable live, Journal journal, int spillRows) {
    this.clock = clock;
    part = board.part("pipeline");
    part.gauge("queued", intake::size);
    recorder = new Recorder(journal, part, spillRows);
    worker = new PipelineWorker(live, listeners, recorder, part);
    part.ok();
    thread = new Thread(this::run, "weir-pipeline");
    thread.start();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeListener")
  void addListener(SampleListener listener) {
    listeners.add(listener);
  }

  void removeListener(SampleListener listener) {
    listeners.remove(listener);
  }

  /** Conditions from the next batch on by these channels. Any thread. */
  public void configure(List<ResolvedChannel> channels) {
    news.set(List.copyOf(channels));
  }

  @Override
  public Batch borrow() {
    return intake.borrow();
  }

  @Override
  public void submit(Batch batch) throws InterruptedException {
    intake.putPushed(batch);
  }

  /**
   * As {@link #submit}, for samples that were polled and can be polled again: they are taken also
   * while nothing can be recorded, so that live values and rules go on.
   */
  public void submitPolled(Batch batch) throws InterruptedException {
    intake.putPolled(batch);
  }

  /** Ends once everything accepted is recorded. */
  @Deactivate
  public void deactivate() throws InterruptedException {
    intake.close();
    thread.join();
    part.close();
  }

  private void run() {
    try {
      long tickAt = clock.micros() + TICK;
      while (true) {
        long now = clock.micros();
        if (now >= tickAt) {
          tickAt = now + TICK;
          configureIfNew(now);
          worker.tick(now);
        }
        boolean ending = intake.isClosed();
        Batch batch = intake.take(tickAt - now, ending || !recorder.isFull());
        if (batch != null) {
          process(batch);
        } else if (ending) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finish();
    }
  }

  private void process(Batch batch) {
    long now = clock.micros();
    configureIfNew(now);
    try {
      worker.process(batch, now);
    } catch (RuntimeException e) {
      LOG.error("A batch of {} rows could not be conditioned", batch.size(), e);
    }
    Receipts.refuse(batch); // None is left unless that failed.
    intake.recycle(batch);
  }

  private void configureIfNew(long now) {
    List<ResolvedChannel> channels = news.getAndSet(null);
    if (channels != null) {
      worker.configure(channels, now);
    }
  }

  private void finish() {
    intake.close();
    intake.drain().forEach(Receipts::refuse); // There is something only after an interrupt.
    int rows = recorder.finish(clock.micros());
    if (rows > 0) {
      LOG.error("{} samples could not be recorded before the end", rows);
    }
  }
}
