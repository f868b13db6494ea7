package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes a table of channels, in the columns that {@link ChannelTableReader} reads, those that no
 * channel needs left out. Pure functions.
 */
final class ChannelTableWriter {
  private static final String WRITE = "write-";

  private ChannelTableWriter() {}

  /** The table of these channels, as documents have them. */
  static byte[] write(Collection<ObjectNode> channels) {
    List<String> columns = columns(channels);
    StringBuilder table = new StringBuilder();
    row(table, columns);
    for (ObjectNode channel : channels) {
      row(table, columns.stream().map(column -> cell(channel, column)).toList());
    }
    return table.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> columns(Collection<ObjectNode> channels) {
    List<String> all = new ArrayList<>(ChannelTableReader.TEXTS);
    all.addAll(ChannelTableReader.NUMBERS);
    all.addAll(ChannelTableReader.LIMITS);
    all.add(ChannelTableReader.VALUES);
    TreeSet<String> keys = new TreeSet<>();
    for (ObjectNode channel : channels) {
      channel.path("address").fieldNames().forEachRemaining(keys::add);
    }
    keys.forEach(key -> all.add(ChannelTableReader.ADDRESS + key));
    all.removeIf(
        column ->
            !column.equals("id")
                && channels.stream().allMatch(channel -> cell(channel, column).isEmpty()));
    return all;
  }

  private static String cell(ObjectNode channel, String column) {
    JsonNode value;
    if (column.startsWith(ChannelTableReader.ADDRESS)) {
      String key = column.substring(ChannelTableReader.ADDRESS.length());
      value = channel.path("address").path(key);
    } else if (ChannelTableReader.LIMITS.contains(column)) {
      value = channel.path("write").path(column.substring(WRITE.length()));
    } else if (column.equals(ChannelTableReader.VALUES)) {
      return ValueNames.cell(channel.path(column));
    } else {
      value = channel.path(column);
    }
    return value.asText("");
  }

  private static void row(StringBuilder table, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      table.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
    }
    table.append("\r\n");
  }

  private static String quoted(String cell) {
    boolean isPlain =
        cell.equals(cell.strip())
            && cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
