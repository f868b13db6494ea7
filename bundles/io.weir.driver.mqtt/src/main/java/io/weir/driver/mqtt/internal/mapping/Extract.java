package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * How a value is taken out of a message: by place, by template, or whole.
 *
 * @param place where it stands in the JSON; null for the payload itself
 * @param template what makes it, instead of a place
 */
record Extract(@Nullable Place place, @Nullable Template template) {
  /** The payload as text. */
  static final Extract WHOLE = new Extract(null, null);

  /**
   * The value.
   *
   * @throws NoValueException of kind {@code MISSING} if the message does not have it
   */
  JsonNode from(Template.Scope message) throws NoValueException {
    if (template != null) {
      return template.in(message);
    }
    if (place == null) {
      return TextNode.valueOf(message.value());
    }
    JsonNode found = place.in(message.json());
    if (found.isMissingNode()) {
      throw NoValueException.missing("nothing at " + place);
    }
    return found;
  }
}
