package io.weir.store.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The data directory, taken for this process. */
@Component(service = StoreDirectory.class)
public final class StoreDirectory {
  private final Path path;
  private final DataLock lock;
  private final StatusBoard.Part part;

  /** Takes the directory {@code weir.data}. */
  @Activate
  public StoreDirectory(BundleContext context, @Reference StatusBoard board) throws IOException {
    String data = context.getProperty("weir.data");
    if (data == null) {
      throw new ConfigException("weir.data", null, "set the framework property to a directory");
    }
    path = Path.of(data);
    part = board.part("store");
    try {
      lock = DataLock.take(path);
    } catch (IOException e) {
      part.status(State.ERROR, "config", String.valueOf(e.getMessage()));
      throw e;
    }
    part.ok();
  }

  Path path() {
    return path;
  }

  /** Gives the directory back. */
  @Deactivate
  public void close() throws IOException {
    part.close();
    lock.close();
  }
}
