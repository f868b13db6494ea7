package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device as its document says, its profile not looked at.
 *
 * @param name what people call it, null if the document does not say
 */
record DeviceDocument(
    String id,
    @Nullable String name,
    @Nullable String profile,
    String connection,
    boolean enabled,
    @Nullable Duration period,
    Map<String, String> metadata,
    ObjectNode address,
    ChannelNodes channels) {}
