package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A profile as its document says. */
record ProfileDocument(
    String id, String name, String source, @Nullable Duration period, List<ObjectNode> channels) {}
