package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of Sparkplug and the topics made of them. */
final class Ids {
  static final String NAMESPACE = "spBv1.0";
  static final String STATE = "STATE";

  private static final int MOST_CHARACTERS = 128;

  private Ids() {}

  /**
   * An id that can be a level of a topic.
   *
   * @throws ConfigException naming the field
   */
  static String check(String field, String id) {
    if (id.isBlank()
        || id.length() > MOST_CHARACTERS
        || id.chars().anyMatch(c -> c == '+' || c == '/' || c == '#' || Character.isISOControl(c))
        || !StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw new ConfigException(
          field, id, "write 1 to " + MOST_CHARACTERS + " characters, none of them + / or #");
    }
    return id;
  }

  /** A group, which must not be taken for the topic of host applications. */
  static String checkGroup(String field, String id) {
    if (check(field, id).equals(STATE)) {
      throw new ConfigException(field, id, "choose another name; STATE is that of hosts");
    }
    return id;
  }

  static String state(String host) {
    return topic(STATE, host);
  }

  static String topic(String... levels) {
    return NAMESPACE + "/" + String.join("/", Arrays.asList(levels));
  }
}
