package io.weir.manage.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees settings documents that a person edits and names their PIDs, once an editor has let go of
 * them for a moment. One thread, {@code weir-config}, from start to close.
 */
final class ConfigWatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);
  private static final long QUIET_MILLIS = 200;

  private final WatchService watch;
  private final Path folder;
  private final Consumer<String> changed;
  private final Runnable overflow;
  private final Thread thread = new Thread(this::run, "weir-config");

  /**
   * @param changed takes the PID of each document that was created, changed or deleted
   * @param overflow runs when changes came too fast to be named
   */
  ConfigWatcher(Path folder, Consumer<String> changed, Runnable overflow) throws IOException {
    this.folder = folder;
    this.changed = changed;
    this.overflow = overflow;
    Files.createDirectories(folder);
    watch = folder.getFileSystem().newWatchService();
    folder.register(
        watch,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Set<String> pids = new HashSet<>();
    try {
      while (true) {
        WatchKey key =
            pids.isEmpty() ? watch.take() : watch.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        if (key == null) {
          pids.forEach(changed);
          pids.clear();
        } else {
          collect(key, pids);
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("No longer watching {}", folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void collect(WatchKey key, Set<String> pids) {
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        overflow.run();
      } else if (event.context() instanceof Path file) {
        String pid = ConfigDirectory.pid(file.toString());
        if (pid != null) {
          pids.add(pid);
        }
      }
    }
    if (!key.reset()) {
      LOG.error("{} is gone; its documents are no longer watched until a restart", folder);
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
