package io.weir.api.model;

import org.jspecify.annotations.Nullable;

/**
 * One value for people: REST, rules' messages, tests. Never on the sample path.
 *
 * @param channel full channel id
 * @param time epoch microseconds
 * @param value {@link Boolean}, {@link Long}, {@link Double}, {@link String} or {@code byte[]};
 *     null when the quality is bad
 * @param quality see {@link Quality}
 */
public record Sample(String channel, long time, @Nullable Object value, byte quality) {}
