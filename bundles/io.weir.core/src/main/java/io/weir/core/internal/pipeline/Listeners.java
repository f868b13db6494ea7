package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.runtime.SampleListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever sees conditioned samples; one that fails does not harm the others. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private static final class Entry {
    final SampleListener listener;
    boolean failing;

    Entry(SampleListener listener) {
      this.listener = listener;
    }
  }

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  void add(SampleListener listener) {
    entries.add(new Entry(listener));
  }

  void remove(SampleListener listener) {
    entries.removeIf(entry -> entry.listener == listener);
  }

  void samples(Batch batch) {
    each(listener -> listener.samples(batch));
  }

  void tick(long micros) {
    each(listener -> listener.tick(micros));
  }

  private void each(Consumer<SampleListener> call) {
    for (Entry entry : entries) {
      try {
        call.accept(entry.listener);
        entry.failing = false;
      } catch (RuntimeException e) {
        if (!entry.failing) {
          entry.failing = true;
          LOG.error("{} failed and goes on with the next batch", entry.listener, e);
        }
      }
    }
  }
}
