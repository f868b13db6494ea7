package io.weir.broker.internal;

import java.util.List;

/**
 * What one client may do.
 *
 * @param read filters of what it may subscribe to
 * @param write filters of what it may publish to
 */
record Access(List<String> read, List<String> write) {
  static final Access ALL = new Access(List.of("#"), List.of("#"));

  boolean mayRead(String filter) {
    return any(read, TopicFilter.unshared(filter));
  }

  boolean mayWrite(String topic) {
    return any(write, topic);
  }

  private static boolean any(List<String> rules, String filter) {
    for (String rule : rules) {
      if (TopicFilter.covers(rule, filter)) {
        return true;
      }
    }
    return false;
  }
}
