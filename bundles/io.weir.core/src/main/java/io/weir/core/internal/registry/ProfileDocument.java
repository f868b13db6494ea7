package io.weir.core.internal.registry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A profile as its document says. */
record ProfileDocument(
    String id, String name, String source, @Nullable Duration period, ChannelNodes channels) {}
