package io.weir.uplink.sparkplug.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What servers say of the primary host. A message counts only if it is not older than the last one
 * of the same server; servers are compared with themselves alone, because a host that left one was
 * there later than on another. Guarded by the session's lock.
 */
final class HostState {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is known of the host on the server of the connection. */
  enum State {
    UNKNOWN,
    ONLINE,
    OFFLINE
  }

  private final Map<Integer, Long> last = new HashMap<>();
  private State state = State.UNKNOWN;

  /** A connection begins, to any server: nothing is known until it says something. */
  void connecting() {
    state = State.UNKNOWN;
  }

  State state() {
    return state;
  }

  /**
   * A message of a server.
   *
   * @return why it does not count; empty when it does
   */
  String received(int server, byte[] payload) {
    JsonNode root;
    try {
      root = JSON.readTree(payload);
    } catch (IOException e) {
      return "it is not JSON";
    }
    if (root == null) {
      return "it is empty";
    }
    JsonNode online = root.path("online");
    JsonNode timestamp = root.path("timestamp");
    if (!online.isBoolean() || !timestamp.isIntegralNumber()) {
      return "it has no boolean 'online' and number 'timestamp'";
    }
    long time = timestamp.longValue();
    Long before = last.get(server);
    if (before != null && time < before) {
      return "its timestamp " + time + " is older than " + before;
    }
    last.put(server, time);
    state = online.booleanValue() ? State.ONLINE : State.OFFLINE;
    return "";
  }
}
