package io.weir.uplink.sparkplug.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * What an edge node must know after a restart: the number of its last session ({@code bdSeq}) and
 * the channels it has sent. One file, replaced in one step and forced. Guarded by the session's
 * lock.
 */
final class Memory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 256;

  private final Path file;
  private int next;
  private final Set<Integer> channels = new TreeSet<>();

  /** Nothing is read yet. */
  Memory(Path file) {
    this.file = file;
  }

  /**
   * Reads the file.
   *
   * @return what is wrong with it, so that everything begins anew; empty when nothing is
   */
  String load() {
    if (!Files.exists(file)) {
      return "";
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      JsonNode number = root.path("nextBdSeq");
      if (!number.canConvertToInt() || number.intValue() < 0 || number.intValue() >= MOST) {
        return file + " has no nextBdSeq from 0 to 255; numbers of sessions begin at 0 again";
      }
      next = number.intValue();
      root.path("channels").forEach(each -> channels.add(each.intValue()));
      return "";
    } catch (IOException e) {
      return file + " cannot be read, numbers of sessions begin at 0 again: " + e.getMessage();
    }
  }

  /**
   * The number of a session that is about to be asked for; the next one is kept before this one is
   * used.
   */
  int nextSession() throws IOException {
    int number = next;
    next = (next + 1) % MOST;
    try {
      save();
    } catch (IOException e) {
      next = number;
      throw e;
    }
    return number;
  }

  /** No server has seen this number. */
  void giveBack(int number) throws IOException {
    next = number;
    save();
  }

  Set<Integer> channels() {
    return Set.copyOf(channels);
  }

  /** Remembers the channels that are sent. */
  void remember(Set<Integer> sent) throws IOException {
    if (!channels.equals(sent)) {
      channels.clear();
      channels.addAll(sent);
      save();
    }
  }

  private void save() throws IOException {
    ObjectNode root = JSON.createObjectNode().put("nextBdSeq", next);
    channels.forEach(root.putArray("channels")::add);
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(root));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
