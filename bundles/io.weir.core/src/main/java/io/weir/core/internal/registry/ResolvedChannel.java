package io.weir.core.internal.registry;

import io.weir.api.driver.Point;
import io.weir.api.model.Channel;

/** A channel and where its driver finds it. */
public record ResolvedChannel(Channel channel, Point point) {}
