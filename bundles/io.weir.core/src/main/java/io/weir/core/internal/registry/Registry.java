package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.Driver;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Device;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.ChannelTable;
import io.weir.core.internal.work.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of the documents, resolved with their drivers. Queries from any thread; everything
 * else on the scheduler's thread.
 */
public final class Registry implements DeviceRegistry, Connections.Listener {
  /**
   * What became of a device the last time, so that only what changed is resolved again.
   *
   * @param spec what is made of the documents, kept for as long as the device waits for its driver
   */
  private record InForce(
      DeviceDocument document,
      @Nullable ProfileDocument profile,
      @Nullable DeviceSpec spec,
      @Nullable Driver driver,
      ResolvedDevice resolved) {

    /** Whether these are the documents it was made of. */
    boolean isOf(DeviceDocument otherDocument, @Nullable ProfileDocument otherProfile) {
      return document.equals(otherDocument) && Objects.equals(profile, otherProfile);
    }

    String connection() {
      return resolved.device().connection();
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

  private final ProfileLibrary library;
  private final StatusBoard board;
  private final Connections connections;
  private final Scheduler scheduler;
  private final BooleanSupplier stopping;
  private final Announcements announcements;
  private final Acceptance acceptance;
  private final Resolver resolver;
  private final DocumentFolder<ProfileDocument> profiles;
  private final DocumentFolder<DeviceDocument> devices;
  private final Map<String, InForce> inForce = new HashMap<>();
  private final Map<String, StatusBoard.Part> waiting = new HashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> remarkListeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, DeviceRemark> remarks = Map.of();
  private volatile Snapshot snapshot = Snapshot.EMPTY;
  private boolean again;
  private boolean isRead;

  Registry(
      Path etc,
      Path announced,
      ProfileLibrary library,
      ChannelTable table,
      Connections connections,
      StatusBoard board,
      Scheduler scheduler,
      GatewayClock clock,
      BooleanSupplier stopping) {
    this.library = library;
    this.stopping = stopping;
    this.board = board;
    this.connections = connections;
    this.scheduler = scheduler;
    resolver = new Resolver(table);
    profiles = new DocumentFolder<>(etc.resolve("profiles"), DocumentParser::profile, board);
    devices = new DocumentFolder<>(etc.resolve("devices"), DocumentParser::device, board);
    announcements =
        new Announcements(announced, devices.path(), connections, board, scheduler, clock);
    acceptance = new Acceptance(devices.path(), announcements, scheduler, this::readNow);
    announcements.tell(this::resolve, this::standingChanged);
  }

  Announcements announcements() {
    return announcements;
  }

  Acceptance acceptance() {
    return acceptance;
  }

  List<Path> folders() {
    return List.of(profiles.path(), devices.path());
  }

  Path devicesFolder() {
    return devices.path();
  }

  /** Reads the folders and applies what changed. */
  void scan() throws IOException {
    boolean changed = profiles.scan();
    changed |= devices.scan();
    if (!isRead) {
      isRead = true;
      announcements.load();
      changed = true;
    }
    if (changed) {
      resolve();
    }
  }

  /** As {@link #scan}; what cannot be read is read later. */
  private void readNow() {
    try {
      scan();
    } catch (IOException e) {
      LOG.error("The devices cannot be read", e);
    }
  }

  private void standingChanged() {
    Map<String, DeviceRemark> now = announcements.remarks(devices.documents().values());
    if (!now.equals(remarks)) {
      remarks = Map.copyOf(now);
      remarkListeners.forEach(Registry::tell);
    }
    if (isRead) {
      acceptance.look();
    }
  }

  /** What connections say of devices, by id. Any thread. */
  Map<String, DeviceRemark> remarks() {
    return remarks;
  }

  /** Runs after each change of {@link #remarks}, until closed. */
  AutoCloseable onRemark(Runnable action) {
    remarkListeners.add(action);
    return () -> remarkListeners.remove(action);
  }

  /** Tries again what could not be done for want of the disk. */
  void retry() {
    if (again) {
      resolve();
    }
    announcements.save(false);
    acceptance.retry();
  }

  @Override
  public void added(String name, Driver driver) {
    announcements.added(name, driver);
    scheduler.execute(this::resolve);
  }

  @Override
  public void removed(String name, Driver driver) {
    if (!stopping.getAsBoolean()) { // Else nobody is to wait for the driver to come back.
      announcements.removed(name, driver);
      scheduler.execute(this::resolve);
    }
  }

  @Override
  public List<Device> devices() {
    return snapshot.devices();
  }

  @Override
  public Optional<Device> device(String id) {
    return Optional.ofNullable(snapshot.device(id));
  }

  @Override
  public Optional<Channel> channel(String id) {
    return Optional.ofNullable(snapshot.channel(id));
  }

  @Override
  public @Nullable Channel channel(int number) {
    return snapshot.channel(number);
  }

  @Override
  public AutoCloseable onChange(Runnable action) {
    listeners.add(action);
    return () -> listeners.remove(action);
  }

  /** The devices with their points. Any thread. */
  public List<ResolvedDevice> resolved() {
    return snapshot.resolved();
  }

  /**
   * The device of a document that is not there yet, its channels without numbers.
   *
   * @throws ConfigException if it would be refused
   */
  ResolvedDevice draft(byte[] document) {
    DeviceDocument device = DocumentParser.device(null, document);
    DeviceSpec spec = merge(device, profileOf(device, profiles.documents()), new HashMap<>());
    Driver driver = connections.get(spec.connection());
    return driver == null ? Resolver.waiting(spec) : Resolver.draft(spec, driver);
  }

  private void resolve() {
    again = false;
    Map<String, ProfileDocument> knownProfiles = profiles.documents();
    Map<String, DeviceDocument> documents = devices.documents();
    inForce.keySet().retainAll(documents.keySet());
    List<ResolvedDevice> resolved = new ArrayList<>();
    Map<String, List<ObjectNode>> profileChannels = new HashMap<>();
    for (DeviceDocument document : documents.values()) {
      ResolvedDevice device = resolve(document, knownProfiles, profileChannels);
      if (device != null) {
        resolved.add(device);
      }
    }
    waiting.keySet().stream()
        .filter(id -> !documents.containsKey(id))
        .toList()
        .forEach(this::noLongerWaiting);
    if (isRead) {
      announcements.follow(documents.values());
      standingChanged();
    }
    if (!resolved.equals(snapshot.resolved())) {
      snapshot = new Snapshot(resolved);
      listeners.forEach(Registry::tell);
    }
  }

  private static void tell(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOG.error("{} could not follow a change of the devices", listener, e);
    }
  }

  /** The device as it is in force from now on; null if there never was a good version. */
  private @Nullable ResolvedDevice resolve(
      DeviceDocument document,
      Map<String, ProfileDocument> knownProfiles,
      Map<String, List<ObjectNode>> profileChannels) {
    String id = document.id();
    InForce old = inForce.get(id);
    DeviceSpec spec = null;
    try {
      ProfileDocument profile = profileOf(document, knownProfiles);
      ResolvedDevice resolved;
      if (old != null
          && old.isOf(document, profile)
          && old.driver() == connections.get(old.connection())) {
        resolved = old.resolved();
      } else {
        spec =
            old != null && old.spec() != null && old.isOf(document, profile)
                ? old.spec()
                : merge(document, profile, profileChannels);
        resolved = inForce(document, profile, spec, old);
      }
      report(resolved.device(), resolved.driver());
      devices.accept(id);
      return resolved;
    } catch (ConfigException e) {
      boolean kept = old != null && old.driver() == connections.get(old.connection());
      devices.refuse(id, e.getMessage() + (kept ? DocumentFolder.LAST_GOOD : ""));
      return kept && old != null ? old.resolved() : outOfForce(id, spec);
    } catch (UncheckedIOException e) {
      again = true;
      wait(id, State.ERROR, "disk", "Its channels cannot be numbered: " + e.getMessage());
      return old == null ? null : old.resolved();
    }
  }

  private @Nullable ProfileDocument profileOf(
      DeviceDocument device, Map<String, ProfileDocument> known) {
    String id = device.profile();
    if (id == null) {
      return null;
    }
    if (id.equals(AnnouncedProfile.ID)) {
      return announcements.profile(Announcements.place(device));
    }
    ProfileDocument profile = known.get(id);
    if (profile == null) {
      profile = library.get(id);
    }
    if (profile == null) {
      String fix =
          Suggestions.nearest(id, profileIds(known))
              .map(near -> "did you mean '" + near + "'?")
              .orElse("there is no valid document profiles/" + id + ".json");
      throw new ConfigException("/profile", id, fix);
    }
    return profile;
  }

  private Set<String> profileIds(Map<String, ProfileDocument> known) {
    Set<String> ids = new TreeSet<>(known.keySet());
    try {
      ids.addAll(library.ids());
    } catch (IOException e) {
      LOG.debug("The profiles that ship cannot be listed", e);
    }
    return ids;
  }

  private static DeviceSpec merge(
      DeviceDocument device,
      @Nullable ProfileDocument profile,
      Map<String, List<ObjectNode>> profileChannels) {
    List<ObjectNode> channels =
        profile == null
            ? List.of()
            : profile.isAnnounced()
                ? profile.channels().take()
                : profileChannels.computeIfAbsent(profile.id(), id -> profile.channels().take());
    return DeviceSpec.merge(device, profile, channels);
  }

  private ResolvedDevice inForce(
      DeviceDocument document,
      @Nullable ProfileDocument profile,
      DeviceSpec spec,
      @Nullable InForce old) {
    Driver driver = connections.get(spec.connection());
    ResolvedDevice fresh = driver == null ? Resolver.waiting(spec) : resolver.resolve(spec, driver);
    ResolvedDevice resolved = old != null && old.resolved().equals(fresh) ? old.resolved() : fresh;
    @Nullable DeviceSpec kept = driver == null ? spec : null;
    inForce.put(spec.id(), new InForce(document, profile, kept, driver, resolved));
    return resolved;
  }

  private void report(Device device, @Nullable Driver driver) {
    if (!device.enabled()) {
      wait(device.id(), State.DISABLED, "config", "Switched off by its document");
    } else if (driver == null) {
      String name = device.connection();
      wait(
          device.id(),
          State.STARTING,
          "connection",
          "Waits for the connection '" + name + "': there is no driver configured as ...~" + name);
    } else {
      noLongerWaiting(device.id());
    }
  }

  /** The device without channels: neither this version works nor an earlier one. */
  private @Nullable ResolvedDevice outOfForce(String id, @Nullable DeviceSpec spec) {
    inForce.remove(id);
    wait(id, State.ERROR, "config", "Its document is refused, see config/devices/" + id + ".json");
    return spec == null ? null : Resolver.waiting(spec);
  }

  private void wait(String id, State state, String reason, String message) {
    waiting.computeIfAbsent(id, key -> board.part("device/" + key)).status(state, reason, message);
  }

  private void noLongerWaiting(String id) {
    StatusBoard.Part part = waiting.remove(id);
    if (part != null) {
      part.close();
    }
  }
}
