package io.weir.uplink.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.uplink.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of messages a destination will never take: the payload as it was sent, and beside it
 * the reason. The oldest make room for the newest. Confined to the pump's thread.
 */
final class DeadLetters {
  private static final String PAYLOAD = ".payload";
  private static final String REASON = ".reason.txt";

  private final Path folder;
  private final int maxFiles;
  private final long maxBytes;

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
  int add(Message message, String reason, long millis) throws IOException {
    String name = String.format(Locale.ROOT, "%015d%s", millis, suffix(message));
    String text =
        String.format(
            "reason: %s%nkind: %s%ncontent type: %s%nproperties: %s%n",
            reason, message.kind(), message.contentType(), message.properties());
    Files.createDirectories(folder);
    int dropped = makeRoom(message.payload().length);
    write(name + REASON, text.getBytes(UTF_8));
    write(name + PAYLOAD, message.payload());
    return dropped;
  }

  /** Whether these entries lie here already; sequences are never given out twice. */
  boolean contains(Message message) throws IOException {
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

  /** How many messages lie here. */
  int size() {
    try {
      return payloads().size();
    } catch (IOException e) {
      return 0;
    }
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
      Files.delete(oldest);
      String name = oldest.getFileName().toString();
      Files.deleteIfExists(
          folder.resolve(name.substring(0, name.length() - PAYLOAD.length()) + REASON));
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
