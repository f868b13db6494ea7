package io.weir.api.security;

/** What a person may do; each role includes those before it. */
public enum Role {
  /** Sees everything but secrets. */
  VIEWER,
  /** Acknowledges alarms and writes channels. */
  OPERATOR,
  /** Changes devices, rules and uplinks. */
  ENGINEER,
  /** Manages users, certificates and updates. */
  ADMINISTRATOR
}
