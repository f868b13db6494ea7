package io.weir.core.internal.registry;

import io.weir.api.driver.Driver;
import io.weir.api.model.Device;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device as it is in force.
 *
 * @param driver the driver that knows its points; null while it waits for its connection
 * @param channels its channels with their points; none while it waits
 */
public record ResolvedDevice(
    Device device, @Nullable Driver driver, List<ResolvedChannel> channels) {}
