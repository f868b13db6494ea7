package io.weir.web.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.api.uplink.RejectedMessages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Two messages that uplink {@code cloud} has set aside, and an uplink that has none. */
final class FakeRejected implements RejectedMessages {
  final Map<String, Rejected> cloud = new TreeMap<>();
  boolean running = true;

  FakeRejected() {
    for (long first : new long[] {7, 9}) {
      String id = "00" + first + "-telemetry-" + first + "-" + first;
      cloud.put(
          id,
          new Rejected(
              id, 5, "telemetry", "", first, first, "application/json", 2, "too large", false));
    }
  }

  @Override
  public List<String> uplinks() {
    return List.of("cloud", "other");
  }

  @Override
  public List<Rejected> list(String uplink) {
    return uplink.equals("cloud") ? List.copyOf(cloud.values()) : List.of();
  }

  @Override
  public Optional<byte[]> payload(String uplink, String id) {
    return cloud.containsKey(id) ? Optional.of("{}".getBytes(UTF_8)) : Optional.empty();
  }

  @Override
  public boolean retry(String uplink, String id) {
    Rejected old = cloud.get(id);
    if (old == null || !running) {
      return false;
    }
    cloud.put(
        id,
        new Rejected(
            id,
            old.time(),
            old.kind(),
            old.device(),
            old.first(),
            old.last(),
            old.contentType(),
            old.bytes(),
            old.reason(),
            true));
    return true;
  }

  @Override
  public boolean delete(String uplink, String id) {
    return cloud.remove(id) != null;
  }
}
