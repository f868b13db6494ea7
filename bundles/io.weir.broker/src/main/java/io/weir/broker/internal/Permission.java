package io.weir.broker.internal;

import io.weir.api.model.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code permissions}.
 *
 * @param user whose, {@code *} for all
 * @param filter topic filter with {@code %u} for the user and {@code %c} for the client id
 */
record Permission(String user, boolean read, boolean write, String filter) {
  static Permission of(String entry) {
    String[] words = entry.strip().split("\\s+", 3);
    if (words.length < 3 || !TopicFilter.isValid(words[2])) {
      throw unusable(entry);
    }
    boolean both = words[1].equals("readwrite");
    boolean read = both || words[1].equals("read");
    boolean write = both || words[1].equals("write");
    if (!read && !write) {
      throw unusable(entry);
    }
    return new Permission(words[0], read, write, words[2]);
  }

  private static ConfigException unusable(String entry) {
    return new ConfigException(
        "permissions",
        entry,
        "write <user or *> read|write|readwrite <topic filter>, such as \"* readwrite %u/#\"");
  }

  /** The filter for a client; null if the entry is not for it. */
  @Nullable String filterFor(String userName, String clientId) {
    if (!user.equals("*") && !user.equals(userName)) {
      return null;
    }
    if (!filter.contains("%c")) {
      return filter.replace("%u", userName);
    }
    boolean oneLevel =
        !clientId.isEmpty() && clientId.chars().noneMatch(c -> "+#/$%".indexOf(c) >= 0);
    return oneLevel ? filter.replace("%u", userName).replace("%c", clientId) : null;
  }
}
