package io.weir.api.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A request to write a channel.
 *
 * @param id the caller's id; a repeated id is not carried out twice
 * @param channel full channel id
 * @param value {@link Boolean}, {@link Number} or {@link String} in the channel's own unit
 * @param origin who asks, for the record: {@code rule:overheat}, {@code console:anna}
 * @param expires monotonic microseconds after which it must not be carried out; null for never
 */
public record Command(
    String id, String channel, Object value, String origin, @Nullable Long expires) {}
