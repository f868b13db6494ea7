package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Is told what comes while something is waited for. Bus thread. */
interface Watch {
  /** A device told its state. */
  default void state(String ieee, ObjectNode state) {}

  /** The bridge logged an error. */
  default void error(String message) {}

  /**
   * The bridge answered a request.
   *
   * @param request its name, as in {@code device/rename}
   */
  default void response(String request, ObjectNode answer) {}
}
