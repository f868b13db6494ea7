package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Journal;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the file system of the data directory on a thread of its own. Within a step the parts
 * with a higher service ranking give back first: the history, then the journal.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "io.weir.store")
public final class DiskFloorComponent {
  private static final Logger LOG = LoggerFactory.getLogger(DiskFloorComponent.class);
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<ServiceReference<Thinnable>, Thinnable> thinnables =
      new TreeMap<>((a, b) -> b.compareTo(a));
  private final StatusBoard.Part part;
  private final DiskFloor floor;
  private final Thread thread;
  private final Pause pause = new Pause();

  /** Begins to watch. */
  @Activate
  public DiskFloorComponent(
      @Reference StoreDirectory directory,
      @Reference GatewayClock clock,
      @Reference Journal journal,
      @Reference StatusBoard board,
      StoreConfig config) {
    part = board.part("disk");
    floor =
        new DiskFloor(
            new FileSystem(directory.path()),
            config.disk_floor_bytes(),
            this::parts,
            clock,
            journal::append,
            part);
    thread = new Thread(this::run, "disk-floor");
    thread.setDaemon(true);
    thread.start();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeThinnable")
  void addThinnable(Thinnable thinnable, ServiceReference<Thinnable> reference) {
    synchronized (thinnables) {
      thinnables.put(reference, thinnable);
    }
  }

  void removeThinnable(Thinnable thinnable, ServiceReference<Thinnable> reference) {
    synchronized (thinnables) {
      thinnables.remove(reference, thinnable);
    }
  }

  /** Ends once the piece at hand is done. */
  @Deactivate
  public void deactivate() {
    pause.end(thread);
    part.close();
  }

  private List<Thinnable> parts() {
    synchronized (thinnables) {
      return List.copyOf(thinnables.values());
    }
  }

  private void run() {
    boolean more = false;
    while (pause.await(more ? LOW_NANOS : CALM_NANOS)) {
      try {
        more = floor.step();
      } catch (RuntimeException e) {
        LOG.error("The disk's floor could not be kept and is tried again", e);
        more = false;
      }
    }
  }

  /** The file system a directory is in. */
  private record FileSystem(Path directory) implements DiskFloor.Space {
    @Override
    public long free() throws IOException {
      return store().getUsableSpace();
    }

    @Override
    public long total() throws IOException {
      return store().getTotalSpace();
    }

    private FileStore store() throws IOException {
      return Files.getFileStore(directory);
    }
  }
}
