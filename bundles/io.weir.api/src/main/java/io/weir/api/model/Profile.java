package io.weir.api.model;

import java.util.List;
import java.util.Map;

/**
 * A reusable description of a device model.
 *
 * @param id lower-case letters, digits, {@code . _ -}; unique on the gateway
 * @param name manufacturer and model as people say it
 * @param source the public document the register map follows, empty when there is none
 * @param channels channel documents as written; a device's own channel of the same id overrides
 *     single fields
 */
public record Profile(String id, String name, String source, List<Map<String, Object>> channels) {
  /** Copies the list. */
  public Profile {
    channels = List.copyOf(channels);
  }
}
