package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.model.Quality;
import org.jspecify.annotations.Nullable;

/** What is known of one point. Confined to the bus thread. */
final class Known {
  final MqttPoint point;

  /** The channel its rows are for; negative while nobody listens to it. */
  int channel = -1;

  /** The last value; null when there is none. */
  @Nullable Value value;

  /** Quality of the value when it came. */
  byte quality;

  /** When it came, in monotonic microseconds. */
  long micros;

  /** Number of the connection on which it came. */
  int connection;

  /** Why the last message gave no value; null when it did. */
  @Nullable NoValueException trouble;

  /** Messages about it since a write began. */
  int messages;

  /** Quality of the last row, or {@link Quality#GOOD} when there is none yet. */
  byte told;

  Known(MqttPoint point) {
    this.point = point;
  }

  /** Its rows are for this channel from now on. */
  void listen(int newChannel) {
    if (channel != newChannel) {
      channel = newChannel;
      told = Quality.GOOD;
    }
  }

  /** Takes a new value. */
  void take(Value newValue, byte newQuality, long now, int on) {
    value = newValue;
    quality = newQuality;
    micros = now;
    connection = on;
    trouble = null;
    messages++;
  }

  /** Takes note that there is none. */
  void take(NoValueException why, int on) {
    value = null;
    trouble = why;
    connection = on;
  }
}
