package io.weir.core.internal.clock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The boots in a file, replaced as a whole and durably. Not thread safe. */
final class BootTable {
  /** More boots than the journal can hold entries of. */
  private static final int MAX_BOOTS = 1000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  BootTable(Path file) {
    this.file = file;
  }

  /**
   * The boots, oldest first; none if there is no file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is damaged
   */
  List<Boot> load() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Boot> boots = new ArrayList<>();
    try {
      JsonNode array = JSON.readTree(Files.readAllBytes(file)).path("boots");
      if (!array.isArray()) {
        throw new IllegalArgumentException(file + " has no list of boots");
      }
      array.forEach(node -> boots.add(Boot.ofJson(node)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is damaged", e);
    }
    return boots;
  }

  /** Moves a damaged file out of the way, where a person can look at it. */
  void setAside() throws IOException {
    Files.move(
        file,
        file.resolveSibling(file.getFileName() + ".bad"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  void save(Collection<Boot> boots) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode array = root.putArray("boots");
    boots.stream()
        .skip(Math.max(0, boots.size() - MAX_BOOTS))
        .forEach(boot -> array.add(boot.toJson()));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path next = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(root));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
