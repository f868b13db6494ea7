package io.weir.core.internal.presence;

/** A change, with the time as the gateway's clock counts it: it may be set right later. */
record Noted(int boot, long micros, boolean online, String reason, String message) {}
