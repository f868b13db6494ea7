package io.weir.store.internal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the lanes within their limits, beside the journal thread, which must not wait for it. */
final class KeeperThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(KeeperThread.class);
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<LaneKeeper> keepers;
  private final Pause pause = new Pause();

  KeeperThread(List<LaneKeeper> keepers) {
    super("journal-keeper");
    this.keepers = List.copyOf(keepers);
    setDaemon(true);
  }

  /** Ends it once it is done with what it does. */
  void end() {
    pause.end(this);
  }

  @Override
  public void run() {
    while (pause.await(INTERVAL_NANOS)) {
      for (LaneKeeper keeper : keepers) {
        try {
          keeper.keep();
        } catch (IOException e) {
          // The append that finds no room gives the oldest up, and says what does not work.
          LOG.debug("The journal's oldest cannot be thinned", e);
        } catch (RuntimeException e) {
          LOG.error("The journal's keeper failed unexpectedly and goes on", e);
        }
      }
    }
  }
}
