package io.weir.driver.host.internal;

import java.util.List;
import java.util.Locale;

/** Measures that come from one place and are read together; which keys of an address choose it. */
enum Group {
  TEMPERATURE("zone", false),
  LOAD("core", false),
  AVERAGES("", false),
  FREQUENCY("core", false),
  FIRMWARE("", false),
  SENSOR("sensor", true),
  MEMORY("", false),
  DISK("path", true),
  UPTIME("", false),
  NETWORK("interface", true),
  PROCESS("", false);

  private final String key;
  private final boolean required;

  Group(String key, boolean required) {
    this.key = key;
    this.required = required;
  }

  /** The key of an address that says which one, for example {@code interface}; empty for none. */
  String key() {
    return key;
  }

  boolean isKeyRequired() {
    return required;
  }

  /** The keys an address may have. */
  List<String> keys() {
    return key.isEmpty() ? List.of("measure") : List.of("measure", key);
  }

  String area(String selector) {
    String word = name().toLowerCase(Locale.ROOT);
    return selector.isEmpty() ? word : word + " " + selector;
  }
}
