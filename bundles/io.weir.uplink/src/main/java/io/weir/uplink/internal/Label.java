package io.weir.uplink.internal;

import io.weir.api.uplink.Message;
import io.weir.api.uplink.RejectedMessages.Rejected;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands beside a message that was set aside, as lines of {@code name: value} that people can
 * read: why, and what is needed to send it again.
 */
record Label(String reason, Message message) {
  /** End of the file's name. */
  static final String FILE = ".reason.txt";

  private static final String PROPERTY = "property ";

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "reason", reason);
    line(text, "kind", message.kind());
    line(text, "device", message.device());
    line(text, "content type", message.contentType());
    message.properties().forEach((name, value) -> line(text, PROPERTY + name, value));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value.replaceAll("\\R", " ")).append('\n');
  }

  /** Reads it back; what is missing is empty. */
  static Label parse(String text) {
    Map<String, String> lines = new TreeMap<>();
    text.lines()
        .filter(line -> line.contains(": "))
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              lines.put(line.substring(0, colon), line.substring(colon + 2));
            });
    Map<String, String> properties = new TreeMap<>();
    lines.forEach(
        (name, value) -> {
          if (name.startsWith(PROPERTY)) {
            properties.put(name.substring(PROPERTY.length()), value);
          }
        });
    Message message =
        new Message(
            lines.getOrDefault("kind", ""),
            lines.getOrDefault("device", ""),
            new byte[0],
            lines.getOrDefault("content type", ""),
            false,
            properties);
    return new Label(lines.getOrDefault("reason", "not known"), message);
  }

  Message message(byte[] payload) {
    return new Message(
        message.kind(),
        message.device(),
        payload,
        message.contentType(),
        false,
        message.properties());
  }

  Rejected rejected(String id, long time, long bytes, boolean isRetrying) {
    return new Rejected(
        id,
        time,
        message.kind(),
        message.device(),
        number("first"),
        number("last"),
        message.contentType(),
        bytes,
        reason,
        isRetrying);
  }

  private long number(String property) {
    try {
      return Long.parseLong(message.properties().getOrDefault(property, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
