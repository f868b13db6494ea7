package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A profile as its document says. */
record ProfileDocument(
    String id,
    String name,
    String source,
    @Nullable Duration period,
    ObjectNode address,
    ChannelNodes channels) {}
