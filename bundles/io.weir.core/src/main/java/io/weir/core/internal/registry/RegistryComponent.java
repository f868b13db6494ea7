package io.weir.core.internal.registry;

import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Device;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import io.weir.core.internal.work.Scheduler;
import io.weir.core.internal.work.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The registry as a service that follows its folders. */
@Component(
    service = {DeviceRegistry.class, RegistryComponent.class},
    immediate = true)
public final class RegistryComponent implements DeviceRegistry {
  private static final Duration LOOK = Duration.ofMillis(250);

  private static final long PATIENCE_S = 30;

  private final Scheduler scheduler;
  private final Path etc;
  private final ProfileLibrary library;
  private final Registry registry;
  private final Connections connections;
  private final StatusBoard.Part part;
  private final FolderWatch watch;
  private final Scheduler.Task look;

  @Activate
  public RegistryComponent(
      @Reference ChannelTable table,
      @Reference Connections connections,
      @Reference StatusBoard board,
      @Reference Scheduler scheduler,
      @Reference GatewayClock clock,
      BundleContext context)
      throws IOException {
    this(
        Settings.directory(context, "weir.etc"),
        Settings.directory(context, "weir.data"),
        library(context),
        table,
        connections,
        board,
        scheduler,
        clock,
        () -> context.getBundle(0).getState() == Bundle.STOPPING);
  }

  /** The folder of the profiles that ship; null when there is none. */
  private static @Nullable Path library(BundleContext context) {
    String folder = context.getProperty("weir.profiles");
    String home = context.getProperty("weir.home");
    if (folder != null) {
      return Path.of(folder);
    }
    return home == null ? null : Path.of(home).resolve("profiles");
  }

  /**
   * With the directories of the configuration and of the data given.
   *
   * @param profiles the folder of the profiles that ship, or null
   * @param stopping whether the gateway is being stopped
   */
  public RegistryComponent(
      Path etc,
      Path data,
      @Nullable Path profiles,
      ChannelTable table,
      Connections connections,
      StatusBoard board,
      Scheduler scheduler,
      GatewayClock clock,
      BooleanSupplier stopping)
      throws IOException {
    this.connections = connections;
    this.scheduler = scheduler;
    this.etc = etc;
    library = new ProfileLibrary(profiles);
    registry =
        new Registry(
            etc,
            data.resolve("announced"),
            library,
            table,
            connections,
            board,
            scheduler,
            clock,
            stopping);
    part = board.part("config/devices");
    watch = new FolderWatch(registry.folders());
    scheduler.execute(this::begin);
    connections.listen(registry);
    look = scheduler.every(LOOK, this::look);
  }

  /** Ends following the folders. */
  @Deactivate
  public void deactivate() throws IOException {
    look.close();
    connections.unlisten(registry);
    watch.close();
    part.close();
    registry.announcements().save(true);
  }

  private void begin() {
    for (Path folder : registry.folders()) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        unreadable(e);
      }
    }
    try {
      watch.isChanged(); // Watches first, so that no change falls between scan and watch.
      scan();
    } catch (IOException e) {
      unreadable(e);
    }
  }

  private void look() {
    try {
      if (watch.isChanged()) {
        scan();
      }
      registry.retry();
    } catch (IOException e) {
      unreadable(e);
    }
  }

  private void scan() throws IOException {
    registry.scan();
    part.ok();
  }

  private void unreadable(IOException e) {
    part.status(State.ERROR, "disk", "The devices and profiles cannot be read: " + e);
  }

  /** The devices with their points. Any thread. */
  public List<ResolvedDevice> resolved() {
    return registry.resolved();
  }

  /**
   * The device of a document as it would be in force; its channels have no numbers yet. Any thread
   * but the registry's.
   *
   * @throws io.weir.api.model.ConfigException if the document would be refused
   */
  public ResolvedDevice draft(byte[] document) {
    return await(() -> registry.draft(document));
  }

  /** Reads what has changed in the folders now; returns when it is in force. As {@link #draft}. */
  void readNow() throws IOException {
    try {
      await(
          () -> {
            try {
              scan();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            return true;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Runs a task on the registry's thread. As {@link #draft}. */
  <T> T ask(Function<Registry, T> task) {
    return await(() -> task.apply(registry));
  }

  /** What is known of devices that announce themselves. Any thread, for what allows it. */
  Announcements announcements() {
    return registry.announcements();
  }

  Acceptance acceptance() {
    return registry.acceptance();
  }

  /** What connections say of devices, by id. Any thread. */
  public Map<String, DeviceRemark> remarks() {
    return registry.remarks();
  }

  /** Runs after each change of {@link #remarks}, on the registry's thread, until closed. */
  public AutoCloseable onRemark(Runnable action) {
    return registry.onRemark(action);
  }

  private <T> T await(Supplier<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    scheduler.execute(
        () -> {
          try {
            result.complete(task.get());
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ConfigException refused) {
        throw refused;
      }
      if (e.getCause() instanceof UncheckedIOException failed) {
        throw failed;
      }
      throw e;
    }
  }

  Path etc() {
    return etc;
  }

  ProfileLibrary library() {
    return library;
  }

  @Override
  public List<Device> devices() {
    return registry.devices();
  }

  @Override
  public Optional<Device> device(String id) {
    return registry.device(id);
  }

  @Override
  public Optional<Channel> channel(String id) {
    return registry.channel(id);
  }

  @Override
  public @Nullable Channel channel(int number) {
    return registry.channel(number);
  }

  @Override
  public AutoCloseable onChange(Runnable action) {
    return registry.onChange(action);
  }
}
