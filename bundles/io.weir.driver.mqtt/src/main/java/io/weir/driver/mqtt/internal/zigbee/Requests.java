package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import org.jspecify.annotations.Nullable;

/** Asks the bridge itself for something, and waits for its answer. Bus thread. */
final class Requests {
  private static final int FAILED = 3;
  private static final int MOST_SECONDS = 254;

  private final Network network;
  private final Messages messages;
  private final int timeoutMillis;
  private long last;

  Requests(Network network, Messages messages, int timeoutMillis) {
    this.network = network;
    this.messages = messages;
    this.timeoutMillis = timeoutMillis;
  }

  /** Writes one of the bridge's own properties. */
  void write(Session session, BridgeProperty property, long bits, @Nullable Object object)
      throws DriverException {
    ObjectNode request = Json.object();
    switch (property) {
      case PERMIT_JOIN -> {
        double seconds = Double.longBitsToDouble(bits);
        if (!(seconds >= 0 && seconds <= MOST_SECONDS) || Math.rint(seconds) != seconds) {
          throw Values.refusal("use whole seconds from 0, which ends it, to " + MOST_SECONDS);
        }
        ask(session, "permit_join", request.put("time", (long) seconds));
      }
      case INTERVIEW ->
          ask(session, "device/interview", request.put("id", device(String.valueOf(object))));
      case REMOVE ->
          ask(session, "device/remove", request.put("id", device(String.valueOf(object))));
      case RESTART -> {
        if (bits == 0) {
          throw Values.refusal("write true to restart");
        }
        ask(session, "restart", request);
      }
      default -> throw Values.refusal(property.property() + " cannot be written");
    }
  }

  private String device(String wanted) throws RejectedException {
    ZigbeeDevice named = network.named(wanted);
    ZigbeeDevice device = named == null ? network.device(wanted) : named;
    if (device == null) {
      throw Values.refusal("zigbee2mqtt knows no device '" + wanted + "'");
    }
    return device.ieee();
  }

  /** Gives a device another name, and waits until the bridge's list has it. */
  void rename(Session session, ZigbeeDevice device, String name) throws DriverException {
    if (!DeviceList.isName(name)) {
      throw Values.refusal("'" + name + "' cannot be a topic");
    }
    if (name.equals(device.name())) {
      return;
    }
    ask(session, "device/rename", Json.object().put("from", device.ieee()).put("to", name));
    if (!session.await(timeoutMillis, () -> network.named(name) != null)) {
      throw new NoResponseException("the list of devices does not have the new name", null);
    }
  }

  private void ask(Session session, String request, ObjectNode message) throws DriverException {
    String transaction = "weir-" + ++last;
    Answer answer = new Answer(request, transaction);
    messages.setWatch(answer);
    try {
      session.publish(
          "bridge/request/" + request,
          message.put("transaction", transaction).toString(),
          timeoutMillis);
      if (!session.await(timeoutMillis, () -> answer.answer != null)) {
        throw new NoResponseException(
            "zigbee2mqtt did not answer within " + timeoutMillis + " ms", null);
      }
    } finally {
      messages.setWatch(null);
    }
    ObjectNode said = answer.answer;
    if (said != null && !Json.textOf(said, "status").equals("ok")) {
      throw new RejectedException("zigbee2mqtt: " + Json.textOf(said, "error"), FAILED, false);
    }
  }

  private static final class Answer implements Watch {
    private final String request;
    private final String transaction;
    private @Nullable ObjectNode answer;

    private Answer(String request, String transaction) {
      this.request = request;
      this.transaction = transaction;
    }

    @Override
    public void response(String to, ObjectNode said) {
      if (to.equals(request) && Json.textOf(said, "transaction").equals(transaction)) {
        answer = said;
      }
    }
  }
}
