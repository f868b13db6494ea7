package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.driver.mqtt.internal.link.Incoming;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes each message to where it belongs. Bus thread. */
final class Messages {
  private static final String AVAILABILITY = "/availability";
  private static final String RESPONSE = "bridge/response/";

  private final String base;
  private final Network network;
  private final BridgeState bridge;
  private final Rows rows;
  private final ZigbeeStatus status;
  private @Nullable Watch watch;
  private byte[] listHash = {};
  private boolean isListed;

  Messages(String base, Network network, BridgeState bridge, Rows rows, ZigbeeStatus status) {
    this.base = base + "/";
    this.network = network;
    this.bridge = bridge;
    this.rows = rows;
    this.status = status;
  }

  /** Who is told beside; null for nobody. */
  void setWatch(@Nullable Watch watch) {
    this.watch = watch;
  }

  /** Whether a list of devices has come since {@link #forget}. */
  boolean isListed() {
    return isListed;
  }

  /** Another connection begins. */
  void forget() {
    isListed = false;
    listHash = new byte[0];
  }

  void handle(Incoming message) {
    status.message();
    int before = rows.size();
    try {
      dispatch(message);
    } catch (Json.BadPayloadException e) {
      status.malformed(message.topic(), String.valueOf(e.getMessage()));
    }
    if (rows.size() > before) {
      rows.thank(message.receipt());
    } else {
      message.dismiss();
    }
  }

  private void dispatch(Incoming message) throws Json.BadPayloadException {
    String topic = message.topic();
    if (!topic.startsWith(base)) {
      status.unknown();
      return;
    }
    String rest = topic.substring(base.length());
    if (rest.startsWith("bridge/")) {
      bridge(rest, message);
      return;
    }
    ZigbeeDevice device = network.named(rest);
    if (device != null) {
      state(device, message);
    } else if (rest.endsWith(AVAILABILITY)) {
      availability(rest.substring(0, rest.length() - AVAILABILITY.length()), message);
    } else if (!isRequest(rest) && !bridge.isGroup(rest)) {
      status.unknown();
    }
  }

  /** What others ask of devices. */
  private static boolean isRequest(String rest) {
    return rest.endsWith("/set")
        || rest.endsWith("/get")
        || rest.contains("/set/")
        || rest.contains("/get/");
  }

  private void state(ZigbeeDevice device, Incoming message) throws Json.BadPayloadException {
    if (message.payload().length == 0) {
      return; // What the broker kept is taken away.
    }
    ObjectNode state = Json.parseObject(message.payload());
    status.wellFormed(message.topic());
    network.state(device, state, message.micros());
    if (watch != null) {
      watch.state(device.ieee(), state);
    }
  }

  private void availability(String name, Incoming message) throws Json.BadPayloadException {
    ZigbeeDevice device = network.named(name);
    if (device == null) {
      if (!bridge.isGroup(name) && message.payload().length > 0) {
        status.unknown();
      }
      return;
    }
    if (message.payload().length == 0) {
      return;
    }
    String text = Json.text(message.payload()).strip();
    String word =
        text.startsWith("{") ? Json.textOf(Json.parseObject(message.payload()), "state") : text;
    if (!word.equals("online") && !word.equals("offline")) {
      throw new Json.BadPayloadException("it is neither online nor offline", null);
    }
    status.wellFormed(message.topic());
    network.presence(device, word.equals("online"), message.micros());
  }

  private void bridge(String rest, Incoming message) throws Json.BadPayloadException {
    byte[] payload = message.payload();
    Map<BridgeProperty, Value> before = bridge.snapshot();
    switch (rest) {
      case "bridge/state" -> bridge.state(payload);
      case "bridge/info" -> bridge.info(Json.parseObject(payload));
      case "bridge/health" -> bridge.health(Json.parseObject(payload));
      case "bridge/groups" -> bridge.groups(Json.parse(payload));
      case "bridge/devices" -> devices(payload, message.micros());
      case "bridge/logging" -> logging(payload);
      default -> {
        if (rest.startsWith(RESPONSE) && watch != null) {
          watch.response(rest.substring(RESPONSE.length()), Json.parseObject(payload));
        }
      }
    }
    status.wellFormed(message.topic());
    network.bridgeChanged(before, message.micros());
  }

  private void devices(byte[] payload, long micros) throws Json.BadPayloadException {
    // The same list comes again whenever it is subscribed anew; it is not read twice.
    byte[] hash = sha256(payload);
    if (isListed && Arrays.equals(hash, listHash)) {
      return;
    }
    JsonNode list = Json.parse(payload);
    if (!list.isArray()) {
      throw new Json.BadPayloadException("it is no list", null);
    }
    network.list(DeviceList.parse(list), micros);
    isListed = true;
    listHash = hash;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private void logging(byte[] payload) throws Json.BadPayloadException {
    if (watch == null) {
      return;
    }
    ObjectNode entry = Json.parseObject(payload);
    if (Json.textOf(entry, "level").equals("error")) {
      watch.error(Json.textOf(entry, "message"));
    }
  }
}
