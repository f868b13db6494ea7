package io.weir.core.internal.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.core.internal.work.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes of one device in a file, a line of JSON each. Pure functions. */
final class PresenceFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PresenceFile() {}

  /** Reads the changes; what is left of a line that was cut off by a power cut is passed over. */
  static List<Noted> read(Path file) throws IOException {
    List<Noted> all = new ArrayList<>();
    try {
      for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
        Noted change = parse(line);
        if (change != null) {
          all.add(change);
        }
      }
    } catch (NoSuchFileException e) {
      return all;
    }
    return all;
  }

  private static @Nullable Noted parse(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
    return node.path("boot").isInt() && node.path("micros").isIntegralNumber()
        ? new Noted(
            node.path("boot").asInt(),
            node.path("micros").asLong(),
            node.path("online").asBoolean(),
            node.path("reason").asText(),
            node.path("message").asText())
        : null;
  }

  /** Whether the last line was not written to its end. */
  static boolean isCutOff(Path file) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(Math.max(0, channel.size() - 1));
      return channel.read(last) == 1 && last.get(0) != '\n';
    } catch (IOException e) {
      return false;
    }
  }

  static void append(Path file, List<Noted> changes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes(changes), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  static void replace(Path file, List<Noted> changes) throws IOException {
    AtomicFile.write(file, bytes(changes));
  }

  private static byte[] bytes(List<Noted> changes) {
    StringBuilder text = new StringBuilder();
    for (Noted each : changes) {
      text.append(
              JSON.createObjectNode()
                  .put("boot", each.boot())
                  .put("micros", each.micros())
                  .put("online", each.online())
                  .put("reason", each.reason())
                  .put("message", each.message()))
          .append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
