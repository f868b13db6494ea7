package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What came in that makes no sense, until the same place makes sense again. Bus thread. */
final class ZigbeeStatus {
  private static final int MAX_PROBLEMS = 256;

  private final StatusBoard.Part part;
  private final LongAdder messages;
  private final LongAdder unknown;
  private final LongAdder malformed;
  private final LongAdder wrong;
  private final LongAdder dropped;
  private final Map<String, String> problems = new LinkedHashMap<>();
  private List<String> listProblems = List.of();
  private volatile int devices;
  private volatile int offline;

  ZigbeeStatus(StatusBoard.Part part) {
    this.part = part;
    messages = part.counter("messages");
    unknown = part.counter("unknown-topics");
    malformed = part.counter("malformed");
    wrong = part.counter("wrong-values");
    dropped = part.counter("dropped");
    part.gauge("devices", () -> devices);
    part.gauge("offline", () -> offline);
  }

  /** Messages and rows for which there was no room. */
  LongAdder dropped() {
    return dropped;
  }

  void message() {
    messages.increment();
  }

  /** A message of nobody the bridge knows. */
  void unknown() {
    unknown.increment();
  }

  void malformed(String topic, String why) {
    malformed.increment();
    note(topic, "the message at " + brief(topic) + " cannot be used, " + why);
  }

  void wrongValue(String device, String property, String what) {
    wrong.increment();
    note(device + " " + property, device + ": " + property + " holds " + brief(what));
  }

  void wellFormed(String topic) {
    problems.remove(topic);
  }

  void goodValue(String device, String property) {
    if (!problems.isEmpty()) {
      problems.remove(device + " " + property);
    }
  }

  /** What the bridge could not do, of itself. */
  void failed(String key, String why) {
    note(key, brief(why));
  }

  void list(int known, List<String> newProblems) {
    devices = known;
    listProblems = newProblems;
  }

  void offline(int count) {
    offline = count;
  }

  private void note(String key, String problem) {
    if (problems.size() < MAX_PROBLEMS || problems.containsKey(key)) {
      problems.put(key, problem);
    }
  }

  /** Says how it is. */
  void report() {
    int count = problems.size() + listProblems.size();
    if (count == 0) {
      part.ok();
      return;
    }
    String first = problems.isEmpty() ? listProblems.get(0) : problems.values().iterator().next();
    part.status(
        State.DEGRADED, "device", first + (count > 1 ? ", and " + (count - 1) + " more" : ""));
  }

  void close() {
    part.close();
  }

  private static String brief(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }
}
