package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Where a point's values come from.
 *
 * @param topic where they are published
 * @param qos quality of service of the subscription
 * @param extract what of a message
 * @param samples the list of a message that holds several samples, each as a message of its own
 * @param time where a sample's time stands
 * @param zone of a time that names none
 * @param words what means true and false
 * @param isPartial whether a message that does not speak of the value leaves it as it is
 * @param retained what a kept message is worth
 * @param expireMicros after which a value counts no more; 0 for never
 */
record Source(
    String topic,
    int qos,
    Extract extract,
    @Nullable Place samples,
    @Nullable Place time,
    @Nullable ZoneId zone,
    @Nullable Words words,
    boolean isPartial,
    Retained retained,
    long expireMicros) {

  /** What a message is worth that the broker kept, nobody knows since when. */
  enum Retained {
    GOOD,
    UNCERTAIN,
    IGNORE
  }

  /** One sample of a list. */
  record Element(JsonNode json) implements Template.Scope {
    @Override
    public String value() {
      return json.isTextual() ? json.textValue() : json.toString();
    }
  }
}
