package io.weir.store.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import io.weir.api.store.Journal;
import io.weir.api.store.Lane;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Opens the store of {@code weir.data} and registers its services, and stand-ins until it can. */
@Component(
    service = {},
    immediate = true,
    configurationPid = "io.weir.store")
@Designate(ocd = StoreConfig.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.weir.api.store.ChannelTable\"",
    uses = ChannelTable.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.weir.api.store.Journal\"",
    uses = Journal.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.weir.store.internal.SegmentJournal\"",
    uses = SegmentJournal.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.weir.store.internal.StoreDirectory\"",
    uses = StoreDirectory.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"io.weir.store.internal.SegmentJournal\"",
    uses = SegmentJournal.class)
public final class StoreGate {
  private final StoreOpener opener;

  /** Opens the store now or, if the directory cannot be used, as soon as it can. */
  @Activate
  public StoreGate(
      BundleContext context,
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      StoreConfig config)
      throws IOException {
    String data = context.getProperty("weir.data");
    if (data == null) {
      throw new ConfigException("weir.data", null, "set the framework property to a directory");
    }
    JournalSettings settings = JournalSettings.of(config);
    Path path = Path.of(data);
    opener =
        new StoreOpener(
            () -> new OpenStore(path, new LocalDisk(), settings, clock, board),
            new Registry(context),
            board.part("store"),
            path);
    opener.start();
  }

  /** Takes the services back and closes the store. */
  @Deactivate
  public void deactivate() throws IOException {
    opener.close();
  }

  /** Registers services with the framework. */
  private record Registry(BundleContext context) implements StoreOpener.Registry {
    @Override
    public <S> Closeable register(Class<S> type, S service, int ranking) {
      ServiceRegistration<S> registration =
          context.registerService(
              type,
              service,
              FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, ranking)));
      return registration::unregister;
    }
  }

  /** Everything of the store that the journal and the channel table need, open. */
  static final class OpenStore implements Closeable {
    final StoreDirectory directory;
    final ChannelFile channels;
    final SegmentJournal journal;

    OpenStore(Path path, Disk disk, JournalSettings settings, GatewayClock clock, StatusBoard board)
        throws IOException {
      directory = StoreDirectory.take(path);
      ChannelFile table = null;
      try {
        table = new ChannelFile(disk, path, board);
        journal = new SegmentJournal(settings, disk, path.resolve("journal"), clock, table, board);
        channels = table;
      } catch (IOException | RuntimeException e) {
        if (table != null) {
          table.close();
        }
        directory.close();
        throw e;
      }
    }

    /** Registers what there is. */
    void register(StoreOpener.Services services) {
      services.add(ChannelTable.class, channels, 0);
      services.add(Journal.class, journal, 0);
      services.add(SegmentJournal.class, journal, 0);
      services.add(Thinnable.class, journal.thinnable(Lane.TELEMETRY), -10);
      services.add(Thinnable.class, journal.thinnable(Lane.EVENT), -20);
      services.add(StoreDirectory.class, directory, 0);
    }

    @Override
    public void close() throws IOException {
      try {
        journal.close();
      } finally {
        try {
          channels.close();
        } finally {
          directory.close();
        }
      }
    }
  }
}
