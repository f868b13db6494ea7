package io.weir.store.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A line of the channel file: {@code number TAB type TAB unit TAB id TAB crc LF}. The checksum is
 * the CRC32C, in hexadecimal, of the bytes before its TAB. Backslash, TAB and LF in a text are
 * written as {@code \\}, {@code \t} and {@code \n}.
 */
final class ChannelLine {
  private ChannelLine() {}

  static String format(ChannelInfo channel) {
    String body =
        channel.number()
            + "\t"
            + channel.type().code()
            + "\t"
            + escape(channel.unit())
            + "\t"
            + escape(channel.id());
    return body + "\t" + checksum(body) + "\n";
  }

  /** The channel of a line without its LF, or null if the line is damaged. */
  static @Nullable ChannelInfo parse(String line) {
    int end = line.lastIndexOf('\t');
    if (end < 0 || !line.substring(end + 1).equals(checksum(line.substring(0, end)))) {
      return null;
    }
    String[] parts = line.substring(0, end).split("\t", -1);
    try {
      return parts.length == 4
          ? new ChannelInfo(
              Integer.parseInt(parts[0]),
              unescape(parts[3]),
              ValueType.ofCode(Integer.parseInt(parts[1])),
              unescape(parts[2]))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String checksum(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i);
        c = c == 't' ? '\t' : c == 'n' ? '\n' : c;
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
