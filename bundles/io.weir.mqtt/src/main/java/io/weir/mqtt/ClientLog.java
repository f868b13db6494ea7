package io.weir.mqtt;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The client libraries log each broken connection with its stack. A status says it once, so they
 * are kept silent.
 */
public final class ClientLog {
  /** Held, because a logger nobody holds forgets its level. */
  private static final List<Logger> LOGGERS =
      List.of(
          Logger.getLogger("org.eclipse.paho.mqttv5"),
          Logger.getLogger("org.eclipse.paho.client.mqttv3"));

  private ClientLog() {}

  /** From here on they say nothing. */
  public static void silence() {
    LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
  }
}
