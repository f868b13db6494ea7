package io.weir.core.internal.registry;

import io.weir.api.driver.Driver;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The drivers that are there, by the name of their connection. Any thread. */
@Component(service = Connections.class)
public final class Connections {
  /** Hears of drivers that come and go, on the thread that brings or takes them. */
  public interface Listener {
    /** A driver has come. */
    void added(String name, Driver driver);

    /** A driver is about to go; after this call it must not be used. */
    void removed(String name, Driver driver);
  }

  /** A driver that is in force. */
  public record Named(String name, Driver driver, String pid, String protocol) {}

  /** The setting of a connection that says what becomes of devices that announce themselves. */
  static final String ACCEPT = "accept";

  private record Candidate(Driver driver, String pid, String protocol, @Nullable Object accept) {}

  private final StatusBoard board;
  private final Map<String, List<Candidate>> candidates = new LinkedHashMap<>();
  private final Map<Candidate, StatusBoard.Part> refused = new HashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  @Activate
  public Connections(@Reference StatusBoard board) {
    this.board = board;
  }

  /** The driver of this connection, or null if there is none. */
  public synchronized @Nullable Driver get(String name) {
    List<Candidate> list = candidates.get(name);
    return list == null ? null : list.get(0).driver();
  }

  /** What the connection's setting {@code accept} is; null when it has none. */
  synchronized @Nullable Object accept(String name) {
    List<Candidate> list = candidates.get(name);
    return list == null ? null : list.get(0).accept();
  }

  /** Every driver that is in force, by the name of its connection. */
  public synchronized List<Named> all() {
    List<Named> all = new ArrayList<>();
    new TreeMap<>(candidates)
        .forEach(
            (name, list) -> {
              Candidate first = list.get(0);
              all.add(new Named(name, first.driver(), first.pid(), first.protocol()));
            });
    return all;
  }

  /** Tells the listener of every driver, those there already first. */
  public synchronized void listen(Listener listener) {
    listeners.add(listener);
    candidates.forEach((name, list) -> listener.added(name, list.get(0).driver()));
  }

  /** Tells the listener nothing more. */
  public synchronized void unlisten(Listener listener) {
    listeners.remove(listener);
  }

  /** Takes a driver that has come. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeDriver")
  public synchronized void addDriver(Driver driver, Map<String, Object> properties) {
    String pid = pid(properties);
    String name = name(pid);
    List<Candidate> list = candidates.computeIfAbsent(name, key -> new ArrayList<>());
    Candidate candidate = candidate(driver, properties);
    list.add(candidate);
    if (list.size() == 1) {
      listeners.forEach(listener -> listener.added(name, driver));
    } else {
      StatusBoard.Part part = board.part("config/" + pid);
      refused.put(candidate, part);
      part.status(
          State.ERROR,
          "config",
          "Another connection is named '"
              + name
              + "' already ("
              + list.get(0).pid()
              + "); give this one another name after the '~'");
    }
  }

  /** Forgets a driver, its listeners first. */
  public synchronized void removeDriver(Driver driver, Map<String, Object> properties) {
    String pid = pid(properties);
    String name = name(pid);
    List<Candidate> list = candidates.get(name);
    if (list == null) {
      return;
    }
    Candidate candidate = candidate(driver, properties);
    boolean inForce = list.get(0).equals(candidate);
    list.remove(candidate);
    forgive(candidate);
    if (!inForce) {
      return;
    }
    listeners.forEach(listener -> listener.removed(name, driver));
    if (list.isEmpty()) {
      candidates.remove(name);
    } else {
      Candidate next = list.get(0);
      forgive(next);
      listeners.forEach(listener -> listener.added(name, next.driver()));
    }
  }

  private void forgive(Candidate candidate) {
    StatusBoard.Part part = refused.remove(candidate);
    if (part != null) {
      part.ok();
      part.close();
    }
  }

  private static Candidate candidate(Driver driver, Map<String, Object> properties) {
    return new Candidate(driver, pid(properties), protocol(properties), properties.get(ACCEPT));
  }

  private static String pid(Map<String, Object> properties) {
    Object pid = properties.get("service.pid");
    return String.valueOf(pid == null ? properties.get("component.name") : pid);
  }

  private static String protocol(Map<String, Object> properties) {
    return String.valueOf(properties.getOrDefault(Driver.PROTOCOL, ""));
  }

  /** What stands after the {@code ~}, else the last word of the pid. */
  private static String name(String pid) {
    int at = pid.lastIndexOf('~');
    return pid.substring((at < 0 ? pid.lastIndexOf('.') : at) + 1);
  }
}
