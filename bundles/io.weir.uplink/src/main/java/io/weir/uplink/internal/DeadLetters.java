package io.weir.uplink.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.uplink.Message;
import io.weir.api.uplink.RejectedMessages.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of messages a destination will never take: the payload as it was sent, and beside it
 * the reason and what else is known of it. The oldest make room for the newest. Any thread.
 */
final class DeadLetters {
  private static final String PAYLOAD = ".payload";

  private final Path folder;
  private final int maxFiles;
  private final long maxBytes;

  /** Ids that are to be sent again, bounded by the folder. */
  private final Deque<String> wanted = new ArrayDeque<>();

  /** Counts what people did here. */
  private volatile int version;

  DeadLetters(Path folder, int maxFiles, long maxBytes) {
    this.folder = folder;
    this.maxFiles = maxFiles;
    this.maxBytes = maxBytes;
  }

  Path folder() {
    return folder;
  }

  /**
   * Puts one message aside, on the medium when this returns.
   *
   * @param millis epoch milliseconds now, the name's first part, so that names sort by age
   * @return how many older ones were dropped for it
   */
  synchronized int add(Message message, String reason, long millis) throws IOException {
    String id = String.format(Locale.ROOT, "%015d%s", millis, suffix(message));
    Files.createDirectories(folder);
    int dropped = makeRoom(message.payload().length);
    write(id + Label.FILE, new Label(reason, message).text().getBytes(UTF_8));
    write(id + PAYLOAD, message.payload());
    return dropped;
  }

  /** Whether these entries lie here already; sequences are never given out twice. */
  synchronized boolean contains(Message message) throws IOException {
    String end = suffix(message) + PAYLOAD;
    return payloads().stream().anyMatch(file -> file.toString().endsWith(end));
  }

  private static String suffix(Message message) {
    Map<String, String> properties = message.properties();
    String device =
        message.device().isEmpty() ? "" : "-" + URLEncoder.encode(message.device(), UTF_8);
    return "-"
        + message.kind()
        + "-"
        + properties.get("first")
        + "-"
        + properties.get("last")
        + device;
  }

  /** Another number after each thing a person did. */
  int version() {
    return version;
  }

  /** How many messages lie here. */
  synchronized int size() {
    try {
      return payloads().size();
    } catch (IOException e) {
      return 0;
    }
  }

  synchronized List<Rejected> list() throws IOException {
    List<Rejected> all = new ArrayList<>();
    for (Path file : payloads()) {
      String id = id(file);
      Label label = label(id);
      all.add(label.rejected(id, time(id), Files.size(file), wanted.contains(id)));
    }
    return all;
  }

  synchronized Optional<byte[]> payload(String id) throws IOException {
    return isHere(id)
        ? Optional.of(Files.readAllBytes(folder.resolve(id + PAYLOAD)))
        : Optional.empty();
  }

  /** The message as it was to be sent. */
  synchronized Optional<Message> message(String id) throws IOException {
    Optional<byte[]> payload = payload(id);
    return payload.isEmpty() ? Optional.empty() : Optional.of(label(id).message(payload.get()));
  }

  /** Remembers that a message is to be sent again; returns whether it is here. */
  synchronized boolean want(String id) throws IOException {
    if (!isHere(id)) {
      return false;
    }
    if (!wanted.contains(id)) {
      wanted.add(id);
    }
    return true;
  }

  /** The message that is to be sent again first; null for none. */
  synchronized @Nullable String nextWanted() {
    return wanted.peekFirst();
  }

  /** It need not be sent again. */
  synchronized void unwant(String id) {
    wanted.remove(id);
  }

  /** It was refused once more. */
  synchronized void refusedAgain(String id, String reason) throws IOException {
    unwant(id);
    Optional<Message> message = message(id);
    if (message.isPresent()) {
      write(id + Label.FILE, new Label(reason, message.get()).text().getBytes(UTF_8));
    }
  }

  /** Removes a message; returns whether it was here. */
  synchronized boolean delete(String id) throws IOException {
    if (!isHere(id)) {
      return false;
    }
    unwant(id);
    version++;
    Files.delete(folder.resolve(id + PAYLOAD));
    Files.deleteIfExists(folder.resolve(id + Label.FILE));
    return true;
  }

  /** An id comes from outside: only one that names a file of this very folder will do. */
  private boolean isHere(String id) throws IOException {
    return payloads().stream().anyMatch(file -> id(file).equals(id));
  }

  private static String id(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - PAYLOAD.length());
  }

  private static long time(String id) {
    try {
      return Long.parseLong(id.substring(0, id.indexOf('-'))) * 1_000;
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      return 0;
    }
  }

  private Label label(String id) throws IOException {
    Path file = folder.resolve(id + Label.FILE);
    return Files.exists(file) ? Label.parse(Files.readString(file)) : Label.parse("");
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(
        folder.resolve(name),
        bytes,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }

  private int makeRoom(long bytes) throws IOException {
    List<Path> files = payloads();
    long total = bytes;
    for (Path file : files) {
      total += Files.size(file);
    }
    int dropped = 0;
    while (dropped < files.size() && (files.size() - dropped >= maxFiles || total > maxBytes)) {
      Path oldest = files.get(dropped++);
      total -= Files.size(oldest);
      delete(id(oldest));
    }
    return dropped;
  }

  private List<Path> payloads() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(PAYLOAD)).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
