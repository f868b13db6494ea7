package io.weir.driver.mqtt.internal.zigbee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Quality.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in messages to values and back. */
final class Values {
  /** Longest text that becomes a value. */
  static final int MAX_TEXT = 8_192;

  private static final double RESOLUTION = 1e-6;
  private static final double MAX_EXACT = 1L << 53;
  private static final int NOT_WRITABLE = 1;

  private Values() {}

  /** Whether there is a value that is not what the kind wants. */
  static boolean isWrong(JsonNode node, Value value) {
    return value.isBad() && !node.isNull();
  }

  /**
   * A value of this kind, bad if the node is none.
   *
   * @param feature what the device says of it; null when it says nothing
   */
  static Value read(Kind kind, @Nullable Feature feature, JsonNode node) {
    if (node.isNull()) {
      return Value.bad(Reason.DEVICE);
    }
    return switch (kind) {
      case BOOLEAN -> bool(feature, node);
      case NUMBER -> number(node);
      case TEXT -> node.isValueNode() ? text(node.asText()) : Value.bad(Reason.DEVICE);
      case JSON -> text(node.toString());
    };
  }

  private static Value bool(@Nullable Feature feature, JsonNode node) {
    if (isSame(on(feature), node) || (feature == null && node.asText().equals("ON"))) {
      return Value.of(true);
    }
    if (isSame(off(feature), node) || (feature == null && node.asText().equals("OFF"))) {
      return Value.of(false);
    }
    return Value.bad(Reason.DEVICE);
  }

  private static Value number(JsonNode node) {
    if (!node.isNumber()) {
      return Value.bad(Reason.DEVICE);
    }
    double value = node.doubleValue();
    return Double.isFinite(value) ? Value.of(value) : Value.bad(Reason.RANGE);
  }

  private static Value text(String text) {
    return text.length() > MAX_TEXT ? Value.bad(Reason.RANGE) : Value.of(text);
  }

  private static JsonNode on(@Nullable Feature feature) {
    return feature == null || feature.on() == null ? BooleanNode.TRUE : feature.on();
  }

  private static JsonNode off(@Nullable Feature feature) {
    return feature == null || feature.off() == null ? BooleanNode.FALSE : feature.off();
  }

  /** What is to be sent to make a property this value. */
  static JsonNode write(Feature feature, long bits, @Nullable Object object)
      throws RejectedException {
    return switch (feature.kind()) {
      case BOOLEAN -> bits != 0 ? on(feature) : off(feature);
      case NUMBER -> number(feature, Double.longBitsToDouble(bits));
      case TEXT -> choice(feature, String.valueOf(object));
      case JSON -> json(String.valueOf(object));
    };
  }

  private static JsonNode number(Feature feature, double value) throws RejectedException {
    if (!(value >= feature.min() && value <= feature.max())) {
      throw refusal(value + " is not from " + feature.min() + " to " + feature.max());
    }
    boolean isWhole = Math.rint(value) == value && Math.abs(value) < MAX_EXACT;
    return isWhole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
  }

  private static JsonNode choice(Feature feature, String text) throws RejectedException {
    List<JsonNode> values = feature.values();
    for (JsonNode each : values) {
      if (each.asText().equals(text)) {
        return each;
      }
    }
    if (!values.isEmpty()) {
      List<String> known = values.stream().map(JsonNode::asText).toList();
      throw refusal("'" + brief(text) + "' is none of " + known);
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode json(String text) throws RejectedException {
    try {
      return Json.parse(text);
    } catch (Json.BadPayloadException e) {
      throw refusal("the value cannot be sent, " + e.getMessage());
    }
  }

  /** Whether a reported value is the one that was sent; of an object, all that was sent. */
  static boolean isSame(JsonNode sent, @Nullable JsonNode reported) {
    if (reported == null) {
      return false;
    }
    if (sent.isNumber() && reported.isNumber()) {
      double wanted = sent.doubleValue();
      return Math.abs(wanted - reported.doubleValue()) <= RESOLUTION * Math.abs(wanted);
    }
    if (sent.isObject() && reported.isObject()) {
      return sent.properties().stream()
          .allMatch(each -> isSame(each.getValue(), reported.get(each.getKey())));
    }
    return sent.equals(reported);
  }

  static RejectedException refusal(String why) {
    return new RejectedException(why, NOT_WRITABLE, false);
  }

  private static String brief(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
