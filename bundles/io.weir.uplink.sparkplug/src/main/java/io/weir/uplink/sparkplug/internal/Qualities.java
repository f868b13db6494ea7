package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.Quality;
import io.weir.uplink.sparkplug.internal.payload.DataType;
import io.weir.uplink.sparkplug.internal.payload.PropertySet;
import java.util.ArrayList;
import java.util.List;

/** Qualities as properties of metrics. Pure functions. */
final class Qualities {
  /** The name that the specification gives to the property. */
  static final String KEY = "Quality";

  /** Ours beside it, with the reason: {@code bad/comm}. */
  static final String REASON_KEY = "Reason";

  static final int BAD = 0;
  static final int GOOD = 192;
  static final int STALE = 500;

  private Qualities() {}

  /** One of the three codes there are; what is uncertain is no value of now, so it is stale. */
  static int code(byte quality) {
    return switch (Quality.level(quality)) {
      case GOOD -> GOOD;
      case UNCERTAIN -> STALE;
      case BAD -> BAD;
    };
  }

  /** Adds the properties that tell a quality. */
  static void addTo(List<String> keys, List<PropertySet.Property> values, byte quality) {
    keys.add(KEY);
    values.add(new PropertySet.Property(DataType.INT32, code(quality)));
    if (quality != Quality.GOOD) {
      keys.add(REASON_KEY);
      values.add(new PropertySet.Property(DataType.STRING, Quality.text(quality)));
    }
  }

  static PropertySet properties(byte quality) {
    List<String> keys = new ArrayList<>();
    List<PropertySet.Property> values = new ArrayList<>();
    addTo(keys, values, quality);
    return new PropertySet(keys, values);
  }
}
