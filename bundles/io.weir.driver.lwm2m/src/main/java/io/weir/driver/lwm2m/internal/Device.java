package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.server.registration.Registration;
import org.jspecify.annotations.Nullable;

/** What is known of one device. Any thread. */
final class Device {
  /** The last value of a resource that was told, and when. */
  record Held(LwM2mResource value, long micros) {}

  /** A value that waits for the device to wake up. */
  record Waiting(Lwm2mPoint point, @Nullable LwM2mSingleResource value, long until) {}

  private static final int MOST_WAITING = 16;

  private final String endpoint;
  private @Nullable Registration registration;
  private Map<String, String> metadata = Map.of();
  private List<String> channels = List.of();
  private final Map<String, Held> held = new HashMap<>();
  private final Set<String> observed = new HashSet<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  Device(String endpoint) {
    this.endpoint = endpoint;
  }

  String endpoint() {
    return endpoint;
  }

  /** The registration that is in force; null while the device is away. */
  synchronized @Nullable Registration registration() {
    return registration;
  }

  /** Begins anew: what was observed under another registration is not any more. */
  synchronized void registered(Registration now) {
    registration = now;
    observed.clear();
  }

  /** Takes the registration as it is now, if it is still the one in force. */
  synchronized void updated(Registration now) {
    if (registration != null && registration.getId().equals(now.getId())) {
      registration = now;
    }
  }

  /** Ends a registration; false when another one is in force. */
  synchronized boolean unregistered(Registration ended) {
    if (registration == null || !registration.getId().equals(ended.getId())) {
      return false;
    }
    registration = null;
    observed.clear();
    return true;
  }

  synchronized boolean isIn(Registration other) {
    return registration != null && registration.getId().equals(other.getId());
  }

  synchronized void describe(Map<String, String> facts, List<String> known) {
    metadata = Map.copyOf(facts);
    channels = List.copyOf(known);
  }

  synchronized boolean isDescribed() {
    return !channels.isEmpty();
  }

  /** Whether this is the first to observe a path. */
  synchronized boolean claim(String path) {
    return observed.add(path);
  }

  synchronized void release(String path) {
    observed.remove(path);
  }

  /** Paths that are observed and none of these. */
  synchronized Set<String> observedBut(Set<String> wanted) {
    Set<String> others = new HashSet<>(observed);
    others.removeAll(wanted);
    return others;
  }

  synchronized void hold(String path, LwM2mResource value, long micros) {
    held.put(path, new Held(value, micros));
  }

  /** Keeps the values of these paths only. */
  synchronized void retain(Set<String> paths) {
    held.keySet().retainAll(paths);
  }

  /** What an observed resource has told last; null when it is not observed or has not told. */
  synchronized @Nullable Held current(String path) {
    return observed.contains(path) ? held.get(path) : null;
  }

  /** Keeps a value for later, in the place of an earlier one; false when there are too many. */
  synchronized boolean keep(Waiting write) {
    waiting.removeIf(each -> !write.point().isExecutable() && each.point().equals(write.point()));
    return waiting.size() < MOST_WAITING && waiting.add(write);
  }

  synchronized int waiting() {
    return waiting.size();
  }

  /** Takes all that waits and is not too late. */
  synchronized List<Waiting> takeWaiting() {
    List<Waiting> all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }

  /** Takes what has waited too long. */
  synchronized List<Waiting> takeExpired(long micros) {
    List<Waiting> late = new ArrayList<>();
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting write = each.next();
      if (write.until() <= micros) {
        late.add(write);
        each.remove();
      }
    }
    return late;
  }

  synchronized Announced announced() {
    Map<String, String> facts = new LinkedHashMap<>(metadata);
    String maker = facts.getOrDefault("manufacturer", "");
    String model = (maker + " " + facts.getOrDefault("model", "")).strip();
    return new Announced(
        Map.of("device", endpoint),
        endpoint,
        model,
        facts,
        channels,
        registration == null ? Presence.OFFLINE : Presence.ONLINE);
  }
}
