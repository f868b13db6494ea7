package io.weir.core.internal.registry;

import io.weir.api.runtime.State;

/** What a connection says of a device, beside what is found out by asking that. */
public record DeviceRemark(State state, String reason, String message) {}
