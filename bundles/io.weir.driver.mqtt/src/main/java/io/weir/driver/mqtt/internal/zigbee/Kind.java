package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.model.ValueType;
import java.util.Locale;

/** What a property's values are made into. */
enum Kind {
  BOOLEAN(ValueType.BOOLEAN),
  NUMBER(ValueType.DOUBLE),
  TEXT(ValueType.TEXT),
  /** Whatever it is, as JSON text. */
  JSON(ValueType.TEXT);

  private final ValueType rawType;

  Kind(ValueType rawType) {
    this.rawType = rawType;
  }

  ValueType rawType() {
    return rawType;
  }

  /** As addresses have it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
