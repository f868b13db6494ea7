package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Channel table, journal and history of a directory, put together as the gateway does it, with the
 * settings it ships with except where told otherwise.
 */
final class ShippedStore implements AutoCloseable {
  final ChannelFile channels;
  final SegmentJournal journal;
  final SqliteHistory history;
  private final StoreGate.OpenStore open;

  /**
   * Opens the store.
   *
   * @param settings by the name of their method in {@link StoreConfig}
   */
  ShippedStore(Path path, Map<String, Object> settings, GatewayClock clock, StatusBoard board)
      throws IOException {
    StoreConfig config = config(settings);
    open = new StoreGate.OpenStore(path, new LocalDisk(), JournalSettings.of(config), clock, board);
    channels = open.channels;
    journal = open.journal;
    history = new SqliteHistory(open.directory, journal, channels, clock, board, config);
  }

  @Override
  public void close() throws IOException {
    history.close();
    open.close();
  }

  /** Settings as the component gets them: what is not given has its default. */
  private static StoreConfig config(Map<String, Object> settings) {
    return proxy(
        StoreConfig.class,
        method -> {
          Object given = settings.get(method.getName());
          return given == null ? method.getDefaultValue() : given;
        });
  }

  private interface Answer {
    @Nullable Object to(Method method);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            ShippedStore.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> answer.to(method)));
  }
}
