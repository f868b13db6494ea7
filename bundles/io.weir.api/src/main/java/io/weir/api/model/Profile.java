package io.weir.api.model;

import java.util.List;
import java.util.Map;

/**
 * A reusable description of a device model.
 *
 * @param id lower-case letters, digits, {@code . _ -}; unique on the gateway
 * @param name manufacturer and model as people say it
 * @param source the public document the register map follows, empty when there is none
 * @param address what stands under the address of each channel, and under the device's own
 * @param channels channel documents as written; a device's own channel of the same id overrides
 *     single fields
 */
public record Profile(
    String id,
    String name,
    String source,
    Map<String, Object> address,
    List<Map<String, Object>> channels) {
  /** Copies the collections. */
  public Profile {
    address = Map.copyOf(address);
    channels = List.copyOf(channels);
  }
}
