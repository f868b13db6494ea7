package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes values of devices, and asks for them. Bus thread. */
final class Writer {
  private static final int FAILED = 2;
  private static final int MAX_REASON = 300;

  private final Network network;
  private final Messages messages;
  private final Requests requests;
  private final int timeoutMillis;

  Writer(Network network, Messages messages, Requests requests, int timeoutMillis) {
    this.network = network;
    this.messages = messages;
    this.requests = requests;
    this.timeoutMillis = timeoutMillis;
  }

  /** Writes and waits until the device's own state says so. */
  void write(Session session, ZigbeePoint point, long bits, @Nullable Object object)
      throws DriverException {
    ZigbeeDevice device = network.device(point.area());
    if (device == null) {
      throw Values.refusal("zigbee2mqtt knows no device " + point.area());
    }
    if (point.path().equals(ZigbeeDevice.NAME)) {
      requests.rename(session, device, String.valueOf(object));
      return;
    }
    Feature feature = device.feature(point.path());
    if (feature == null || !feature.has(Feature.SETTABLE) || feature.kind() != point.kind()) {
      throw Values.refusal(
          device.name()
              + " has nothing to write at "
              + point.property()
              + " as "
              + point.kind().text());
    }
    JsonNode wanted = Values.write(feature, bits, object);
    Outcome outcome = new Outcome(device, feature.path(), wanted);
    messages.setWatch(outcome);
    try {
      session.publish(
          device.name() + "/set", message(device, feature, wanted).toString(), timeoutMillis);
      if (feature.isConfirmed()) {
        session.await(timeoutMillis, outcome::isOver);
      }
    } finally {
      messages.setWatch(null);
    }
    outcome.check(feature, timeoutMillis);
  }

  /** The value at its place, with what has to be written together with it. */
  private ObjectNode message(ZigbeeDevice device, Feature feature, JsonNode wanted)
      throws RejectedException {
    List<String> path = feature.path();
    ObjectNode message = Json.object();
    ObjectNode inside = message;
    for (String name : path.subList(0, path.size() - 1)) {
      inside = inside.putObject(name);
    }
    DeviceState state = network.state(device.ieee());
    for (String sibling : feature.siblings()) {
      List<String> beside = new ArrayList<>(path);
      beside.set(path.size() - 1, sibling);
      JsonNode value = state.node(beside);
      if (value == null || value.isNull()) {
        String whole = String.join("/", path.subList(0, path.size() - 1));
        throw Values.refusal(
            String.join("/", path)
                + " is written together with "
                + sibling
                + ", which is not known yet; write "
                + whole
                + " as a whole");
      }
      inside.set(sibling, value);
    }
    inside.set(path.get(path.size() - 1), wanted);
    return message;
  }

  /** Asks a device for these properties, and waits for them. */
  boolean ask(Session session, ZigbeeDevice device, List<String> properties)
      throws DriverException {
    ObjectNode message = Json.object();
    properties.forEach(each -> message.put(each, ""));
    Answered answered = new Answered(device.ieee(), properties);
    messages.setWatch(answered);
    try {
      session.publish(device.name() + "/get", message.toString(), timeoutMillis);
      return session.await(timeoutMillis, answered::isOver);
    } finally {
      messages.setWatch(null);
    }
  }

  /** What becomes of a write. */
  private static final class Outcome implements Watch {
    private final ZigbeeDevice device;
    private final List<String> path;
    private final JsonNode wanted;
    private boolean isConfirmed;
    private @Nullable JsonNode reported;
    private @Nullable String error;

    private Outcome(ZigbeeDevice device, List<String> path, JsonNode wanted) {
      this.device = device;
      this.path = path;
      this.wanted = wanted;
    }

    private boolean isOver() {
      return isConfirmed || error != null;
    }

    @Override
    public void state(String ieee, ObjectNode state) {
      JsonNode now = ieee.equals(device.ieee()) ? Json.at(state, path) : null;
      if (now != null) {
        reported = now;
        isConfirmed = Values.isSame(wanted, now);
      }
    }

    @Override
    public void error(String message) {
      // As in: Publish 'set' 'state' to 'lamp' failed: 'Error: ...'
      if (message.contains("'" + device.name() + "'")
          && message.contains("'" + path.get(0) + "'")) {
        error = message.length() > MAX_REASON ? message.substring(0, MAX_REASON) : message;
      }
    }

    private void check(Feature feature, int millis) throws DriverException {
      if (error != null && !isConfirmed) {
        throw new RejectedException(error, FAILED, false);
      }
      if (feature.isConfirmed() && !isConfirmed) {
        throw new NoResponseException(
            "the state of "
                + device.name()
                + " did not say "
                + wanted
                + " within "
                + millis
                + " ms"
                + (reported == null ? "" : ", but " + reported),
            null);
      }
    }
  }

  /** Whether a device has told all of some properties. */
  private static final class Answered implements Watch {
    private final String ieee;
    private final Set<String> missing;

    private Answered(String ieee, List<String> properties) {
      this.ieee = ieee;
      missing = new HashSet<>(properties);
    }

    private boolean isOver() {
      return missing.isEmpty();
    }

    @Override
    public void state(String of, ObjectNode state) {
      if (of.equals(ieee)) {
        state.fieldNames().forEachRemaining(missing::remove);
      }
    }
  }
}
