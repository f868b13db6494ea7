package io.weir.api.runtime;

/** How a part of the gateway is, from best to worst. */
public enum State {
  /** Does what it should. */
  OK,
  /** Switched off by configuration. */
  DISABLED,
  /** On its way to work. */
  STARTING,
  /** Works, but not fully. */
  DEGRADED,
  /** Does not work. */
  ERROR
}
