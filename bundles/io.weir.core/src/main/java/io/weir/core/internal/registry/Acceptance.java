package io.weir.core.internal.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.AnnouncedDevices.Standing;
import io.weir.core.internal.announce.Addresses;
import io.weir.core.internal.announce.SuggestedId;
import io.weir.core.internal.registry.Announcements.Known;
import io.weir.core.internal.registry.Announcements.Place;
import io.weir.core.internal.work.AtomicFile;
import io.weir.core.internal.work.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives documents to devices that have announced themselves: those a person accepts, and all of a
 * connection that is set so. A document that is there is never touched. Confined to the registry's
 * thread, but for {@link #suggest}.
 */
final class Acceptance {
  /** So many at a time, for a card writes slowly and others wait for this thread. */
  private static final int AT_ONCE = 50;

  private static final int CALLS_PER_RETRY = 40;

  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
  private static final String SUFFIX = ".json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path devices;
  private final Announcements announcements;
  private final Scheduler scheduler;
  private final Runnable readNow;
  private final Set<Place> failed = new HashSet<>();
  private boolean isQueued;
  private int calls;

  /**
   * @param devices the folder of the devices' documents
   * @param readNow puts in force what was written
   */
  Acceptance(Path devices, Announcements announcements, Scheduler scheduler, Runnable readNow) {
    this.devices = devices;
    this.announcements = announcements;
    this.scheduler = scheduler;
    this.readNow = readNow;
  }

  /** Sees to it soon that what is to be accepted by itself is. */
  void look() {
    if (!isQueued && announcements.known().stream().anyMatch(this::isDue)) {
      isQueued = true;
      scheduler.execute(this::acceptDue);
    }
  }

  private boolean isDue(Known known) {
    return known.standing() == Standing.PENDING
        && known.entry().heard()
        && !known.entry().channels().isEmpty()
        && !failed.contains(known.place())
        && announcements.acceptsAll(known.place().connection());
  }

  private void acceptDue() {
    isQueued = false;
    List<Known> due = announcements.known().stream().filter(this::isDue).limit(AT_ONCE).toList();
    for (Known known : due) {
      try {
        String id = suggest(known);
        write(known.place(), id, null);
        LOG.info(
            "{}: '{}' was accepted as device {}",
            known.place().connection(),
            known.entry().name(),
            id);
      } catch (IOException e) {
        failed.add(known.place()); // Until the next retry.
        LOG.error("'{}' cannot be given a document: {}", known.entry().name(), e.getMessage());
      }
    }
    if (!due.isEmpty()) {
      readNow.run();
      look();
    }
  }

  /** Tries again what could not be written, now and then; called again and again. */
  void retry() {
    if (!failed.isEmpty() && ++calls % CALLS_PER_RETRY == 0) {
      failed.clear();
      look();
    }
  }

  /** An id that no device has, made of its name. Any thread. */
  String suggest(Known known) {
    return SuggestedId.of(
        known.entry().name(), known.entry().model(), id -> Files.exists(file(id)));
  }

  /**
   * Accepts one device.
   *
   * @throws ConfigException naming {@code address} or {@code id}
   * @throws UncheckedIOException if the document cannot be written
   */
  String accept(Place place, @Nullable String id, @Nullable String name) {
    Known known = unaccepted(place);
    String wanted = id == null ? suggest(known) : id;
    if (Files.exists(file(wanted))) {
      throw new ConfigException("id", wanted, "use another one, there is such a device already");
    }
    try {
      write(place, wanted, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    readNow.run();
    return wanted;
  }

  /**
   * Remembers that a device is not wanted, or takes that back.
   *
   * @throws ConfigException naming {@code address}
   */
  void ignore(Place place, boolean ignored) {
    unaccepted(place);
    announcements.decide(place, null, ignored);
    announcements.save(true);
  }

  private Known unaccepted(Place place) {
    Known known = announcements.known(place);
    String shown = Addresses.json(place.address()).toString();
    if (known == null) {
      throw new ConfigException(
          "address", shown, "use one that is announced on '" + place.connection() + "'");
    }
    if (known.standing() == Standing.ACCEPTED) {
      throw new ConfigException(
          "address", shown, "it has a document already: " + known.entry().device());
    }
    return known;
  }

  private void write(Place place, String id, @Nullable String name) throws IOException {
    AtomicFile.write(file(id), document(place, id, name));
    announcements.decide(place, id, false);
  }

  /** The document of a device that is accepted. */
  static byte[] document(Place place, String id, @Nullable String name) {
    ObjectNode document = JSON.createObjectNode().put("id", id);
    if (name != null) {
      document.put("name", name);
    }
    document.put("connection", place.connection()).put("profile", AnnouncedProfile.ID);
    document.set("address", Addresses.json(place.address()));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String id) {
    return devices.resolve(id + SUFFIX);
  }
}
