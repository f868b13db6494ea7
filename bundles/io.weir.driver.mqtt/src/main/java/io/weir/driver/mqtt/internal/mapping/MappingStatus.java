package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** How the mapping fares: what cannot be used and why, and what was counted. Bus thread. */
final class MappingStatus {
  private static final int MAX_TROUBLES = 1_000;

  private final StatusBoard.Part part;
  private final Map<String, String> troubles = new LinkedHashMap<>();
  private volatile int failing;

  /** Messages that came. */
  final LongAdder messages;

  /** Values that came in them. */
  final LongAdder values;

  /** Messages that did not have what a channel looks for. */
  final LongAdder missing;

  /** Messages that could not be read, or held something else. */
  final LongAdder malformed;

  /** Messages for which there was no room. */
  final LongAdder dropped;

  /** Messages that no channel looks at. */
  final LongAdder unmatched;

  /** Discovery messages that were refused. */
  final LongAdder refused;

  MappingStatus(StatusBoard.Part part) {
    this.part = part;
    messages = part.counter("messages");
    values = part.counter("values");
    missing = part.counter("missing");
    malformed = part.counter("malformed");
    dropped = part.counter("dropped");
    unmatched = part.counter("unmatched");
    refused = part.counter("refused");
    part.gauge("failing", () -> failing);
  }

  void works(String what) {
    troubles.remove(what);
  }

  void fails(String what, String why) {
    if (troubles.size() < MAX_TROUBLES || troubles.containsKey(what)) {
      troubles.put(what, why);
    }
  }

  /** Forgets channels that are no more. */
  void retain(Collection<String> channels, String others) {
    Set<String> staying = new HashSet<>(channels);
    troubles.keySet().removeIf(what -> !staying.contains(what) && !what.startsWith(others));
  }

  /** Says how it is. */
  void report() {
    failing = troubles.size();
    if (troubles.isEmpty()) {
      part.ok();
      return;
    }
    Map.Entry<String, String> first = troubles.entrySet().iterator().next();
    String more = failing > 1 ? ", and " + (failing - 1) + " more" : "";
    part.status(State.DEGRADED, "device", first.getKey() + ": " + first.getValue() + more);
  }

  void close() {
    part.close();
  }
}
