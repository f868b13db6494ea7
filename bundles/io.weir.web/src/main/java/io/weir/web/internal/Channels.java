package io.weir.web.internal;

import io.weir.api.model.ChannelInfo;
import io.weir.api.store.ChannelTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Channels as they are named in queries: also such that no device has any more. */
final class Channels {
  private Channels() {}

  /** The current line of a channel id. */
  static ChannelInfo current(ChannelTable table, String id) throws ApiException {
    List<ChannelInfo> lines = table.byId(id);
    if (lines.isEmpty()) {
      throw ApiException.notFound("there was never a channel '" + id + "'; see /api/devices");
    }
    return lines.get(lines.size() - 1);
  }

  /**
   * The channels of these names, each once, in this order; a name that ends with {@code *} stands
   * for every channel whose id begins so.
   */
  static List<ChannelInfo> named(ChannelTable table, String[] names) throws ApiException {
    Map<String, ChannelInfo> found = new LinkedHashMap<>();
    for (String name : names) {
      if (name.endsWith("*")) {
        List<ChannelInfo> matching = beginning(table, name.substring(0, name.length() - 1));
        if (matching.isEmpty()) {
          throw ApiException.notFound("no channel's id begins as in '" + name + "'");
        }
        matching.forEach(line -> found.put(line.id(), line));
      } else {
        found.put(name, current(table, name));
      }
    }
    return List.copyOf(found.values());
  }

  private static List<ChannelInfo> beginning(ChannelTable table, String start) {
    Map<String, ChannelInfo> found = new LinkedHashMap<>();
    for (int number = 0; number < table.size(); number++) {
      ChannelInfo line = table.get(number);
      if (line != null && line.id().startsWith(start)) {
        found.put(line.id(), line);
      }
    }
    return new ArrayList<>(found.values());
  }
}
