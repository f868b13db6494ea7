package io.weir.core.internal.registry;

import io.weir.api.driver.AnnouncingDriver;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.driver.Driver;
import io.weir.api.runtime.AnnouncedDevices.Standing;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.core.internal.announce.Addresses;
import io.weir.core.internal.announce.AnnouncedConnection;
import io.weir.core.internal.announce.AnnouncedEntry;
import io.weir.core.internal.work.Scheduler;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What devices tell of themselves on all connections, and which documents they have. Confined to
 * the registry's thread, but for what says otherwise.
 */
final class Announcements implements Connections.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
  private static final String SUFFIX = ".json";

  /** Where a device is. */
  record Place(String connection, Map<String, Object> address) {
    /** With the address in its canonical form. */
    static Place of(String connection, Map<String, Object> address) {
      return new Place(connection, Addresses.canonical(address));
    }
  }

  /** A device that is remembered, and what was decided of it. */
  record Known(Place place, AnnouncedEntry entry, Standing standing) {}

  /** A driver that is there; {@code due} while it is to be asked. */
  private record Source(AnnouncingDriver driver, AtomicBoolean due) {}

  private record Made(AnnouncedEntry of, ProfileDocument profile) {}

  private final Path folder;
  private final Path devices;
  private final Connections drivers;
  private final StatusBoard board;
  private final Scheduler scheduler;
  private final GatewayClock clock;
  private final Map<String, AnnouncedConnection> connections = new ConcurrentSkipListMap<>();
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, StatusBoard.Part> parts = new ConcurrentHashMap<>();
  private final Map<Place, Made> profiles = new HashMap<>();
  private final Set<String> unsaved = ConcurrentHashMap.newKeySet();
  private Map<Place, String> used = Map.of();
  private boolean isFollowing;
  private Runnable onChange = () -> {};
  private Runnable onStanding = () -> {};
  private volatile List<Known> known = List.of();

  /**
   * @param folder where the announcements of each connection are kept
   * @param devices the folder of the devices' documents
   */
  Announcements(
      Path folder,
      Path devices,
      Connections drivers,
      StatusBoard board,
      Scheduler scheduler,
      GatewayClock clock) {
    this.folder = folder;
    this.devices = devices;
    this.drivers = drivers;
    this.board = board;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * Says who is told, before anything is announced.
   *
   * @param devicesChanged something changed of which devices are made
   * @param standingChanged what is known of some device has changed
   */
  void tell(Runnable devicesChanged, Runnable standingChanged) {
    onChange = devicesChanged;
    onStanding = standingChanged;
  }

  /** Reads what was announced before. */
  void load() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".")) {
          connection(name.substring(0, name.length() - SUFFIX.length()));
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("Nothing was announced before", e);
    } catch (IOException e) {
      LOG.error("What devices have announced before cannot be read", e);
    }
  }

  /** Any thread. */
  @Override
  public void added(String name, Driver driver) {
    if (driver instanceof AnnouncingDriver announcing) {
      Source source = new Source(announcing, new AtomicBoolean(true));
      announcing.onAnnounce(
          () -> {
            if (source.due().compareAndSet(false, true)) {
              scheduler.execute(() -> gather(name, source));
            }
          });
      scheduler.execute(() -> attach(name, source));
    } else if (drivers.accept(name) != null) {
      scheduler.execute(() -> uselessSetting(name));
    }
  }

  /** Any thread. */
  @Override
  public void removed(String name, Driver driver) {
    scheduler.execute(() -> detach(name, driver));
  }

  private void uselessSetting(String name) {
    parts
        .computeIfAbsent(name, key -> board.part("announced/" + key))
        .status(
            State.DEGRADED,
            "config",
            "accept: devices do not make themselves known here; remove the setting");
  }

  private void attach(String name, Source source) {
    sources.put(name, source);
    connection(name);
    report(name);
    gather(name, source);
  }

  private void detach(String name, Driver driver) {
    Source source = sources.get(name);
    if (source != null && source.driver() != driver) {
      return; // Another one has come since.
    }
    StatusBoard.Part part = parts.remove(name);
    if (part != null) {
      part.close();
    }
    if (source != null) {
      sources.remove(name);
      connection(name).silence();
      publish();
    }
  }

  private AnnouncedConnection connection(String name) {
    return connections.computeIfAbsent(
        name,
        key -> {
          Path file = folder.resolve(key + SUFFIX);
          AnnouncedConnection made = new AnnouncedConnection(key, file, AnnouncedProfile::usable);
          try {
            made.load();
          } catch (IOException e) {
            LOG.error(
                "{} cannot be used, its devices are taken for new ones: {}", file, e.getMessage());
          }
          return made;
        });
  }

  private void gather(String name, Source source) {
    if (!source.equals(sources.get(name))) {
      return;
    }
    source.due().set(false);
    List<Announced> list = source.driver().announced();
    if (list == null) {
      return;
    }
    AnnouncedConnection connection = connection(name);
    boolean changed =
        connection.update(
            list,
            source.driver().listsAll(),
            address -> used.containsKey(new Place(name, address)),
            clock.micros(),
            clock.epochMicros());
    report(name);
    if (changed) {
      onChange.run();
    } else {
      publish();
    }
  }

  private void report(String name) {
    StatusBoard.Part part =
        parts.computeIfAbsent(
            name,
            key -> {
              StatusBoard.Part made = board.part("announced/" + key);
              made.gauge("pending", () -> count(key, Standing.PENDING));
              made.gauge("accepted", () -> count(key, Standing.ACCEPTED));
              made.gauge("ignored", () -> count(key, Standing.IGNORED));
              return made;
            });
    Object accept = drivers.accept(name);
    if (!isValid(accept)) {
      part.status(
          State.ERROR,
          "config",
          "accept: '" + accept + "' cannot be used; use all or ask. Until then devices wait.");
    } else if (connection(name).isFull()) {
      part.status(
          State.DEGRADED,
          "full",
          "More than "
              + AnnouncingDriver.MAX_DEVICES
              + " devices are announced here; the others are left out");
    } else {
      part.ok();
    }
  }

  private long count(String connection, Standing standing) {
    return known.stream()
        .filter(each -> each.place().connection().equals(connection))
        .filter(each -> each.standing() == standing)
        .count();
  }

  private static boolean isValid(@Nullable Object accept) {
    return accept == null || accept.equals("all") || accept.equals("ask");
  }

  /** Whether what is announced on this connection gets its document by itself. Any thread. */
  boolean acceptsAll(String connection) {
    Object accept = drivers.accept(connection);
    return accept == null || accept.equals("all");
  }

  /** Whether devices may be announced on this connection. Any thread. */
  boolean canAnnounce(String connection) {
    return drivers.get(connection) instanceof AnnouncingDriver;
  }

  /** Where a document says that its device is. */
  static Place place(DeviceDocument document) {
    return new Place(document.connection(), Addresses.of(document.address()));
  }

  /** What the device at this place has told, as a profile; one that stays the same is the same. */
  ProfileDocument profile(Place place) {
    AnnouncedConnection connection = connections.get(place.connection());
    AnnouncedEntry entry = connection == null ? null : connection.get(place.address());
    if (entry == null) {
      profiles.remove(place);
      return AnnouncedProfile.of(null);
    }
    Made made = profiles.get(place);
    if (made == null || !isSameProfile(made.of(), entry)) {
      made = new Made(entry, AnnouncedProfile.of(entry));
      profiles.put(place, made);
    }
    return made.profile();
  }

  private static boolean isSameProfile(AnnouncedEntry one, AnnouncedEntry other) {
    return one.name().equals(other.name())
        && one.model().equals(other.model())
        && one.metadata().equals(other.metadata())
        && one.channels().equals(other.channels());
  }

  /** Takes over which devices have documents. */
  void follow(Iterable<DeviceDocument> documents) {
    Map<Place, String> places = new HashMap<>();
    documents.forEach(document -> places.putIfAbsent(place(document), document.id()));
    used = places;
    isFollowing = true;
    publish();
  }

  private void publish() {
    List<Known> all = new ArrayList<>();
    connections.forEach(
        (name, connection) -> {
          for (AnnouncedEntry entry : connection.entries()) {
            AnnouncedEntry settled = isFollowing ? settle(name, entry) : entry;
            if (!settled.listed() && settled.device() == null && !settled.ignored()) {
              connection.forget(settled.address(), clock.micros()); // Nobody knows it any more.
              continue;
            }
            connection.put(settled, clock.micros());
            Standing standing =
                settled.device() != null
                    ? Standing.ACCEPTED
                    : settled.ignored() ? Standing.IGNORED : Standing.PENDING;
            all.add(new Known(new Place(name, settled.address()), settled, standing));
          }
        });
    if (!all.equals(known)) {
      known = List.copyOf(all);
      onStanding.run();
    }
  }

  /** The entry with the device it has now. */
  private AnnouncedEntry settle(String connection, AnnouncedEntry entry) {
    String document = used.get(new Place(connection, entry.address()));
    if (document != null) {
      return entry.as(document, entry.ignored());
    }
    String before = entry.device();
    if (before == null
        || (Files.exists(devices.resolve(before + SUFFIX)) && !used.containsValue(before))) {
      return entry; // A document that is refused holds its place.
    }
    boolean isUnwanted = entry.listed() && acceptsAll(connection) && !used.containsValue(before);
    if (isUnwanted) {
      LOG.info(
          "{}: the document of '{}' was taken away, so that it is ignored from now on",
          connection,
          entry.name());
    }
    return entry.as(null, isUnwanted || entry.ignored());
  }

  /** All that are remembered. Any thread. */
  List<Known> known() {
    return known;
  }

  /** What is remembered of this place, null if nothing is. Any thread. */
  @Nullable Known known(Place place) {
    return known.stream().filter(each -> each.place().equals(place)).findFirst().orElse(null);
  }

  /** Remembers that a device was accepted as this one, or as none, and whether it is ignored. */
  void decide(Place place, @Nullable String device, boolean ignored) {
    AnnouncedConnection connection = connections.get(place.connection());
    AnnouncedEntry entry = connection == null ? null : connection.get(place.address());
    if (connection != null && entry != null) {
      connection.put(entry.as(device, ignored), clock.micros());
      publish();
    }
  }

  /** What the connections say of the devices of these documents, by id. */
  Map<String, DeviceRemark> remarks(Iterable<DeviceDocument> documents) {
    Map<String, DeviceRemark> remarks = new HashMap<>();
    for (DeviceDocument document : documents) {
      Source source = sources.get(document.connection());
      DeviceRemark remark = source == null ? null : remark(document);
      if (remark != null) {
        remarks.put(document.id(), remark);
      }
    }
    return remarks;
  }

  private @Nullable DeviceRemark remark(DeviceDocument document) {
    Place place = place(document);
    AnnouncedEntry entry = connection(place.connection()).get(place.address());
    if (entry == null) {
      return AnnouncedProfile.ID.equals(document.profile())
          ? new DeviceRemark(
              State.STARTING,
              "announced",
              "No device with this address has made itself known on '"
                  + place.connection()
                  + "' yet")
          : null;
    }
    if (!entry.listed()) {
      return new DeviceRemark(
          State.ERROR,
          "gone",
          "'"
              + place.connection()
              + "' does not know it any more; let it join again, replace it or delete it");
    }
    return entry.presence() == Presence.OFFLINE
        ? new DeviceRemark(
            State.ERROR, "device", "It cannot be reached, '" + place.connection() + "' says")
        : null;
  }

  /** Writes what is to be written by now, or {@code atOnce} all of it. Any thread. */
  void save(boolean atOnce) {
    connections.forEach(
        (name, connection) -> {
          try {
            connection.saveIfDue(atOnce ? Long.MAX_VALUE : clock.micros());
            if (unsaved.remove(name) && parts.containsKey(name)) {
              report(name);
            }
          } catch (IOException e) {
            unsaved.add(name);
            StatusBoard.Part part = parts.get(name);
            if (part != null) {
              part.status(
                  State.DEGRADED, "disk", "What was announced cannot be kept: " + e.getMessage());
            }
          }
        });
  }
}
