package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.ValueType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How a value is sent to a device.
 *
 * @param topic where to
 * @param template the payload, {@code ${value}} in it replaced; null for the value alone
 * @param on what is sent for true
 * @param off what is sent for false; null where only true can be sent
 * @param qos quality of service
 * @param isRetained whether the broker keeps it
 * @param confirmMillis how long the state topic may take to say the same; 0 when nobody waits
 */
record Command(
    String topic,
    @Nullable String template,
    String on,
    @Nullable String off,
    int qos,
    boolean isRetained,
    int confirmMillis) {
  static final String VALUE = "${value}";
  static final int CANNOT_BE_SAID = 4;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * The payload for this value.
   *
   * @throws RejectedException if the value has no form that the device would understand
   */
  String payload(ValueType type, long bits, @Nullable Object object) throws RejectedException {
    String value = text(type, bits, object);
    if (template == null) {
      return value;
    }
    boolean isJson = template.startsWith("{") || template.startsWith("[");
    String whole = template.replace(VALUE, isJson ? escaped(value) : value);
    if (isJson) {
      try {
        JSON.readTree(whole);
      } catch (JsonProcessingException e) {
        throw rejected("set-template makes of '" + Payload.shortened(value) + "' what is no JSON");
      }
    }
    return whole;
  }

  private String text(ValueType type, long bits, @Nullable Object object) throws RejectedException {
    return switch (type) {
      case BOOLEAN -> {
        String said = bits != 0 ? on : off;
        if (said == null) {
          throw rejected("only true can be sent here");
        }
        yield said;
      }
      case INTEGER -> Long.toString(bits);
      case DOUBLE -> decimal(Double.longBitsToDouble(bits));
      default -> {
        if (object instanceof String text) {
          yield text;
        }
        throw rejected("only a text can be sent here");
      }
    };
  }

  private static String decimal(double value) throws RejectedException {
    if (!Double.isFinite(value)) {
      throw rejected(value + " is no number that can be sent");
    }
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    return (exact.scale() < 0 ? exact.setScale(0) : exact).toPlainString();
  }

  private static String escaped(String value) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(value));
  }

  private static RejectedException rejected(String message) {
    return new RejectedException(message, CANNOT_BE_SAID, false);
  }
}
