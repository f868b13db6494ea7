package io.weir.api.model;

/** How much an event matters. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL
}
