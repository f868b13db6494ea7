package io.weir.core.internal.presence;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.PresenceHistory;
import io.weir.api.runtime.State;
import io.weir.core.internal.work.Scheduler;
import io.weir.core.internal.work.Settings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when devices come and go. Any thread. Changes are in memory at once and in the device's
 * file within seconds; a device whose document is gone is forgotten within the hour.
 */
@Component(service = {PresenceHistory.class, PresenceLog.class})
public final class PresenceLog implements PresenceHistory {
  private static final Logger LOG = LoggerFactory.getLogger(PresenceLog.class);
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final String SUFFIX = ".jsonl";
  private static final Duration WRITE = Duration.ofSeconds(5);
  private static final Duration SWEEP = Duration.ofHours(1);
  private static final int LONGEST = 200;

  private static final class Device {
    final List<Noted> changes;

    /** How many of them are not in the file yet. */
    int unwritten;

    /** Lines of the file. */
    int lines;

    Device(List<Noted> changes) {
      this.changes = changes;
      lines = changes.size();
    }
  }

  private final Path folder;
  private final Path documents;
  private final GatewayClock clock;
  private final Map<String, Device> devices = new HashMap<>();
  private final Scheduler.Task writing;
  private final Scheduler.Task sweeping;

  @Activate
  public PresenceLog(
      @Reference GatewayClock clock, @Reference Scheduler scheduler, BundleContext context) {
    this(
        Settings.directory(context, "weir.data").resolve("presence"),
        Settings.directory(context, "weir.etc").resolve("devices"),
        clock,
        scheduler);
  }

  /** With its folder, and that of the devices' documents. */
  public PresenceLog(Path folder, Path documents, GatewayClock clock, Scheduler scheduler) {
    this.folder = folder;
    this.documents = documents;
    this.clock = clock;
    writing = scheduler.every(WRITE, this::write);
    sweeping = scheduler.every(SWEEP, this::sweep);
  }

  /** Writes what is left. */
  @Deactivate
  public void deactivate() {
    writing.close();
    sweeping.close();
    write();
  }

  /** Notes how a device is, if that is another answer to whether it can be reached. */
  void note(String id, State state, String reason, String message) {
    if (state == State.STARTING || state == State.DISABLED || !ID.matcher(id).matches()) {
      return;
    }
    boolean online = state != State.ERROR;
    String why = online ? "none" : reason;
    synchronized (devices) {
      Device device = device(id);
      Noted last = device.changes.isEmpty() ? null : device.changes.get(device.changes.size() - 1);
      if (last != null && last.online() == online && last.reason().equals(why)) {
        return;
      }
      String words = online ? "" : message;
      String cut = words.length() <= LONGEST ? words : words.substring(0, LONGEST);
      device.changes.add(new Noted(clock.boot(), clock.micros(), online, why, cut));
      device.unwritten = Math.min(device.unwritten + 1, MOST);
      if (device.changes.size() > MOST) {
        device.changes.remove(0);
      }
    }
  }

  private Device device(String id) {
    return devices.computeIfAbsent(
        id,
        key -> {
          List<Noted> read = new ArrayList<>();
          try {
            read.addAll(PresenceFile.read(file(key)));
          } catch (IOException e) {
            LOG.warn("When {} was online cannot be read: {}", key, e.getMessage());
          }
          Device device = new Device(read);
          if (PresenceFile.isCutOff(file(key))) {
            device.lines = 2 * MOST; // Written anew, or the next line would be lost with it.
          }
          while (read.size() > MOST) {
            read.remove(0);
          }
          return device;
        });
  }

  private Path file(String id) {
    return folder.resolve(id + SUFFIX);
  }

  @Override
  public List<Change> changes(String id) {
    if (!ID.matcher(id).matches()) {
      return List.of();
    }
    synchronized (devices) {
      if (!devices.containsKey(id) && !Files.exists(file(id))) {
        return List.of();
      }
      return device(id).changes.stream()
          .map(
              each ->
                  new Change(
                      clock.toEpoch(each.boot(), each.micros()),
                      each.online(),
                      each.reason(),
                      each.message()))
          .toList();
    }
  }

  private void write() {
    synchronized (devices) {
      devices.forEach(
          (id, device) -> {
            if (device.unwritten > 0) {
              write(id, device);
            }
          });
    }
  }

  private void write(String id, Device device) {
    try {
      if (device.lines + device.unwritten > 2 * MOST) {
        PresenceFile.replace(file(id), device.changes);
        device.lines = device.changes.size();
      } else {
        int size = device.changes.size();
        PresenceFile.append(file(id), device.changes.subList(size - device.unwritten, size));
        device.lines += device.unwritten;
      }
      device.unwritten = 0;
    } catch (IOException e) {
      LOG.warn("When {} was online cannot be kept: {}", id, e.getMessage());
    }
  }

  /** Forgets devices that have no document. */
  private void sweep() {
    synchronized (devices) {
      devices.keySet().removeIf(this::isDeleted);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (isDeleted(name.substring(0, name.length() - SUFFIX.length()))) {
            Files.deleteIfExists(file);
          }
        }
      } catch (NoSuchFileException e) {
        LOG.debug("No device has come or gone yet", e);
      } catch (IOException e) {
        LOG.warn("Devices that were deleted cannot be forgotten: {}", e.getMessage());
      }
    }
  }

  private boolean isDeleted(String id) {
    return Files.isDirectory(documents) && !Files.exists(documents.resolve(id + ".json"));
  }
}
