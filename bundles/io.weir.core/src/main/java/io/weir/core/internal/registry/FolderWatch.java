package io.weir.core.internal.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices changes in folders and waits until they have come to rest: an editor writes in several
 * steps. Asked again and again by one thread; never blocks.
 */
final class FolderWatch implements AutoCloseable {
  private static final int LONGEST_UNREST = 8;
  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private final List<Path> folders;
  private final WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private int unrest;

  FolderWatch(List<Path> folders) throws IOException {
    this.folders = List.copyOf(folders);
    service = folders.get(0).getFileSystem().newWatchService();
  }

  /** Whether there were changes that have come to rest, or that go on for too long. */
  boolean isChanged() throws IOException {
    boolean appeared = watchAll();
    boolean moved = drain() || appeared;
    if (moved) {
      unrest++;
      return unrest % LONGEST_UNREST == 0;
    }
    boolean changed = unrest > 0;
    unrest = 0;
    return changed;
  }

  private boolean drain() {
    boolean moved = false;
    for (WatchKey key = service.poll(); key != null; key = service.poll()) {
      moved |= !key.pollEvents().isEmpty();
      key.reset();
    }
    return moved;
  }

  /** Watches folders that have appeared, also again; returns whether there was one. */
  private boolean watchAll() throws IOException {
    boolean appeared = false;
    for (Path folder : folders) {
      WatchKey key = keys.get(folder);
      if ((key == null || !key.isValid()) && Files.isDirectory(folder)) {
        keys.put(folder, folder.register(service, KINDS));
        appeared = true;
      }
    }
    return appeared;
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
