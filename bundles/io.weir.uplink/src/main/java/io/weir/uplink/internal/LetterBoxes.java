package io.weir.uplink.internal;

import io.weir.api.uplink.RejectedMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The dead letters of all uplinks, also of those that are not running. Any thread. */
@Component(service = {LetterBoxes.class, RejectedMessages.class})
public final class LetterBoxes implements RejectedMessages {
  private static final int MAX_LETTERS = 100;
  private static final long MAX_LETTER_BYTES = 16L * 1024 * 1024;

  private final Path folder;
  private final Map<String, DeadLetters> boxes = new ConcurrentHashMap<>();

  /** How to wake the pump of an uplink that runs. */
  private final Map<String, Runnable> pumps = new ConcurrentHashMap<>();

  /** As a component. */
  @Activate
  public LetterBoxes(BundleContext context) {
    this(Services.data(context));
  }

  LetterBoxes(Path data) {
    folder = data.resolve("dead-letter");
  }

  /** The box of an uplink that is configured. */
  DeadLetters of(String uplink) {
    return boxes.computeIfAbsent(
        uplink, name -> new DeadLetters(folder.resolve(name), MAX_LETTERS, MAX_LETTER_BYTES));
  }

  void running(String uplink, Runnable wakeUp) {
    pumps.put(uplink, wakeUp);
  }

  void stopped(String uplink) {
    pumps.remove(uplink);
  }

  @Override
  public List<String> uplinks() {
    TreeSet<String> all = new TreeSet<>(boxes.keySet());
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.list(folder)) {
        found.filter(Files::isDirectory).forEach(each -> all.add(each.getFileName().toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(all);
  }

  @Override
  public List<Rejected> list(String uplink) throws IOException {
    DeadLetters box = box(uplink);
    return box == null ? List.of() : box.list();
  }

  @Override
  public Optional<byte[]> payload(String uplink, String id) throws IOException {
    DeadLetters box = box(uplink);
    return box == null ? Optional.empty() : box.payload(id);
  }

  @Override
  public boolean retry(String uplink, String id) throws IOException {
    DeadLetters box = box(uplink);
    Runnable pump = pumps.get(uplink);
    if (box == null || pump == null || !box.want(id)) {
      return false;
    }
    pump.run();
    return true;
  }

  @Override
  public boolean delete(String uplink, String id) throws IOException {
    DeadLetters box = box(uplink);
    boolean isDeleted = box != null && box.delete(id);
    Runnable pump = pumps.get(uplink);
    if (isDeleted && pump != null) {
      pump.run();
    }
    return isDeleted;
  }

  /** A name comes from outside: only one that is known will do. */
  private @Nullable DeadLetters box(String uplink) {
    return uplinks().contains(uplink) ? of(uplink) : null;
  }
}
