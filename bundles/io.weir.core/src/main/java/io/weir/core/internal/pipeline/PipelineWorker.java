package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.registry.ResolvedChannel;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The stations a batch passes: conditioner, live values, listeners, journal. One thread. */
final class PipelineWorker {
  private static final long WATCH_EVERY = 500_000;

  private final Conditioner conditioner = new Conditioner();
  private final LiveTable live;
  private final Listeners listeners;
  private final Recorder recorder;
  private final LongAdder batches;
  private final LongAdder samples;
  private final LongAdder heldBack;
  private final LongAdder unknown;
  private final Batch staleRows = new Batch(16);
  private long watchAt;

  PipelineWorker(LiveTable live, Listeners listeners, Recorder recorder, StatusBoard.Part part) {
    this.live = live;
    this.listeners = listeners;
    this.recorder = recorder;
    batches = part.counter("batches");
    samples = part.counter("samples");
    heldBack = part.counter("held-back");
    unknown = part.counter("unknown");
  }

  void configure(List<ResolvedChannel> channels, long now) {
    conditioner.configure(channels, now);
  }

  /** Takes a batch of raw rows all the way; it may be reused afterwards. */
  void process(Batch batch, long now) {
    int rows = batch.size();
    int strangers = conditioner.apply(batch);
    batches.increment();
    samples.add(batch.size());
    heldBack.add(rows - batch.size() - strangers);
    if (strangers > 0) {
      unknown.add(strangers);
    }
    passOn(batch, now);
  }

  /** Does what time asks for: stale channels, waiting rows, listeners' durations. */
  void tick(long now) {
    if (now >= watchAt) {
      watchAt = now + WATCH_EVERY;
      conditioner.watch(now, staleRows);
      passOn(staleRows, now);
      staleRows.clear();
    }
    recorder.retry(now);
    listeners.tick(now);
  }

  private void passOn(Batch batch, long now) {
    if (!batch.isEmpty()) {
      live.update(batch);
      listeners.samples(batch);
      if (!recorder.record(batch, now)) {
        conditioner.forgetPassed(batch);
      }
    } else {
      recorder.settle(batch);
    }
  }
}
