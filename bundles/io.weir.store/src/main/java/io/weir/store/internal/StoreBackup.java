package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Backup;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backup and restore of the data directory and the configuration.
 *
 * <p>Restoring does not need the history: a backup is what helps when it does not open.
 */
@Component(service = Backup.class, immediate = true)
public final class StoreBackup implements Backup, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreBackup.class);

  /** Time for an answer to reach whoever asked before the gateway starts anew. */
  private static final long ANSWER_MILLIS = 1000;

  private final BackupSource source;
  private final GatewayClock clock;
  private final Runnable startAnew;
  private final StatusBoard.Part part;
  private final AtomicBoolean busy = new AtomicBoolean();

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable SegmentJournal journal;

  /** For the data directory; restores the file named by {@code weir.restore}, if any. */
  @Activate
  public StoreBackup(
      BundleContext context,
      @Reference StoreDirectory directory,
      @Reference GatewayClock clock,
      @Reference StatusBoard board) {
    this(
        new BackupSource(
            directory.path(),
            Path.of(property(context, "weir.etc", directory.path().resolve("etc").toString())),
            property(context, "weir.gateway.id", "gateway"),
            context.getBundle().getVersion().toString()),
        clock,
        board,
        null,
        () -> stop(context));
    String file = context.getProperty("weir.restore");
    if (file != null) {
      restore(Path.of(file));
    }
  }

  StoreBackup(
      BackupSource source,
      GatewayClock clock,
      StatusBoard board,
      @Nullable SegmentJournal journal,
      Runnable startAnew) {
    this.source = source;
    this.clock = clock;
    this.journal = journal;
    this.startAnew = startAnew;
    part = board.part("backup");
    part.ok();
    try {
      RestoreJob.cleanUp(source);
    } catch (IOException e) {
      part.status(
          State.DEGRADED, "disk", "what a restore has left cannot be removed: " + e.getMessage());
    }
  }

  @Override
  public Summary write(OutputStream out) throws IOException {
    SegmentJournal from = journal;
    if (from == null) {
      throw new IOException("there is no backup without the journal; see its status");
    }
    begin();
    try {
      Summary summary = new BackupJob(source, from, clock).write(out);
      part.counter("written").increment();
      return summary;
    } finally {
      busy.set(false);
    }
  }

  @Override
  public Summary restore(InputStream in) throws IOException {
    begin();
    try {
      Summary summary = new RestoreJob(source, clock).stage(in, lasts());
      part.status(
          State.STARTING,
          "restore",
          "the backup of " + summary.gateway() + " is checked; the gateway starts anew with it");
      startAnew.run();
      return summary;
    } finally {
      busy.set(false);
    }
  }

  @Override
  @Deactivate
  public void close() {
    part.close();
  }

  /** What was asked for on the command line: done before anything else writes, if it can be. */
  private void restore(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Summary summary = restore(in);
      LOG.info("{} is restored: {}", file, summary);
    } catch (IOException e) {
      LOG.error("{} is not restored, nothing is changed: {}", file, e.getMessage());
      part.status(
          State.ERROR,
          "restore",
          file + " was not restored, nothing was changed: " + e.getMessage());
    }
  }

  private void begin() throws IOException {
    if (!busy.compareAndSet(false, true)) {
      throw new IOException("a backup or restore is under way; wait for its end");
    }
  }

  private Map<Lane, Long> lasts() {
    Map<Lane, Long> lasts = new EnumMap<>(Lane.class);
    SegmentJournal open = journal;
    if (open != null) {
      for (LaneState lane : open.lanes()) {
        lasts.put(lane.lane(), lane.last());
      }
    }
    return lasts;
  }

  /** The launcher puts a checked backup in place when the framework has stopped. */
  private static void stop(BundleContext context) {
    CompletableFuture.delayedExecutor(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                context.getBundle(0).stop();
              } catch (BundleException e) {
                LOG.error("The gateway does not stop to be restored; restart it", e);
              }
            });
  }

  private static String property(BundleContext context, String key, String otherwise) {
    String value = context.getProperty(key);
    return value == null ? otherwise : value;
  }
}
