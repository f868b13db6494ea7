package io.weir.driver.mqtt.internal.link;

import io.weir.api.model.ConfigException;

/**
 * What a connection may cost.
 *
 * @param connectMillis a connection not made by then is given up
 * @param keepAliveSeconds of silence after which the connection is probed
 * @param messages most messages that wait to be taken
 * @param messageBytes largest message; the broker is told, and sends no larger one
 */
public record Limits(int connectMillis, int keepAliveSeconds, int messages, int messageBytes) {
  /** Bytes that may wait to be taken, beside one message of the largest size. */
  static final int WAITING_BYTES = 4 << 20;

  /** Most messages of quality of service 1 that wait for their acknowledgement. */
  static final int UNACKNOWLEDGED = 4_096;

  /**
   * Checks settings.
   *
   * @throws ConfigException naming {@code connect.timeout.ms}, {@code keep.alive.s}, {@code queue}
   *     or {@code max.message.kb}
   */
  public static Limits of(int connectMillis, int keepAliveSeconds, int queue, int messageKb) {
    return new Limits(
        range("connect.timeout.ms", connectMillis, 100, 60_000),
        range("keep.alive.s", keepAliveSeconds, 5, 3_600),
        range("queue", queue, 128, 65_536),
        range("max.message.kb", messageKb, 1, 32_768) << 10);
  }

  private static int range(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ConfigException(field, value, "give a number from " + least + " to " + most);
    }
    return value;
  }
}
