package io.weir.rules.internal;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * Remembers across restarts which rules are active, so that what a rule began is also ended: a
 * valve that was opened before a restart is closed after it.
 */
final class ActiveRules {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private Set<String> saved = Set.of();

  ActiveRules(Path file) {
    this.file = file;
  }

  /**
   * The ids that were saved last; none when there is no file.
   *
   * @throws IOException if the file cannot be read
   */
  Set<String> load() throws IOException {
    if (!Files.exists(file)) {
      return Set.of();
    }
    saved = Set.copyOf(JSON.readValue(file.toFile(), new TypeReference<Set<String>>() {}));
    return saved;
  }

  /**
   * Makes the ids durable; does nothing when they are.
   *
   * @throws IOException if they could not be written; the file is as it was
   */
  void save(Set<String> active) throws IOException {
    if (active.equals(saved)) {
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer content = ByteBuffer.wrap(JSON.writeValueAsBytes(new TreeSet<>(active)));
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    saved = Set.copyOf(active);
  }
}
