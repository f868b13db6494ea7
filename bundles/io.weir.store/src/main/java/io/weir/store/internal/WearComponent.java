package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.CardWear;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures, once a minute on a thread of its own, what the card is written to. */
@Component(service = CardWear.class, immediate = true, configurationPid = "io.weir.store")
public final class WearComponent implements CardWear {
  private static final Logger LOG = LoggerFactory.getLogger(WearComponent.class);
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final WearWatch watch;
  private final StatusBoard.Part part;
  private final Thread thread;
  private final Pause pause = new Pause();

  /** Begins to measure. */
  @Activate
  public WearComponent(
      @Reference StoreDirectory directory,
      @Reference SegmentJournal journal,
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      StoreConfig config) {
    WearSettings settings = WearSettings.of(config);
    part = board.part("wear");
    BlockDevice device = device(directory.path());
    watch =
        new WearWatch(
            settings,
            device == null ? "" : device.name(),
            device == null ? journal.written() : device,
            config.commit_interval_ms(),
            journal::commitMillis,
            directory.path().resolve("wear.tsv"),
            clock,
            part);
    thread = new Thread(this::run, "wear");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Figures figures() {
    return watch.figures();
  }

  /** Keeps the figures and ends. */
  @Deactivate
  public void deactivate() {
    pause.end(thread);
    part.close();
  }

  private static @Nullable BlockDevice device(Path directory) {
    try {
      return BlockDevice.under(directory, Path.of("/"));
    } catch (IOException e) {
      LOG.debug("No block device is visible", e);
      return null;
    }
  }

  private void run() {
    while (pause.await(INTERVAL_NANOS)) {
      try {
        watch.step();
      } catch (RuntimeException e) {
        LOG.error("What the card is written to could not be measured and is tried again", e);
      }
    }
    watch.save();
  }
}
