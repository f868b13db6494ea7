package io.weir.core.internal.registry;

import io.weir.api.model.Access;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ValueType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A channel as documents describe it, before its driver was asked.
 *
 * @param id id within the device
 * @param type the type asked for, or null to go by the driver
 * @param period its own period, or null to go by the device
 * @param values names of single values, false being 0 and true 1
 * @param pointer where it stands, for messages
 */
record ChannelSpec(
    String id,
    String name,
    @Nullable ValueType type,
    String unit,
    Access access,
    @Nullable Duration period,
    Map<String, Object> address,
    Conditioning conditioning,
    double writeMin,
    double writeMax,
    Map<Long, String> values,
    String pointer) {

  /** The same with another key in its address. */
  ChannelSpec with(String key, Object value) {
    Map<String, Object> more = new HashMap<>(address);
    more.put(key, value);
    return new ChannelSpec(
        id,
        name,
        type,
        unit,
        access,
        period,
        Map.copyOf(more),
        conditioning,
        writeMin,
        writeMax,
        values,
        pointer);
  }
}
