package io.weir.driver.mqtt.internal.mapping;

import io.weir.api.driver.Point;
import io.weir.api.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one channel's values come from and go to.
 *
 * @param channel id of the channel
 * @param rawType type of its values
 * @param source where they come from; null for a channel that is written only
 * @param command where they go; null for a channel that is read only
 * @param availability what tells whether its device can be reached
 * @param mode what several of these mean together
 * @param unsupported why it cannot be used, as its announcement has it; empty when it can
 */
record MqttPoint(
    String channel,
    ValueType rawType,
    @Nullable Source source,
    @Nullable Command command,
    List<Availability> availability,
    Availability.Mode mode,
    String unsupported)
    implements Point {

  /** What comes in one message is read together. */
  @Override
  public String area() {
    if (source != null) {
      return source.topic();
    }
    return command == null ? "nowhere: " + unsupported : "to " + command.topic();
  }

  @Override
  public int start() {
    return 0;
  }

  @Override
  public int length() {
    return 1;
  }
}
