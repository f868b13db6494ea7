package io.weir.uplink.sparkplug.internal.payload;

import org.jspecify.annotations.Nullable;

/**
 * One metric of a payload.
 *
 * @param name its name; null where the alias stands for it
 * @param alias its alias; null for none
 * @param timestamp epoch milliseconds; null for none
 * @param type its type; null where it is left out
 * @param isHistorical whether it is not the current value
 * @param isTransient whether the host is not to keep it
 * @param properties its properties; null for none
 * @param value {@link Integer}, {@link Long}, {@link Float}, {@link Double}, {@link Boolean},
 *     {@link String}, {@code byte[]}, {@link DataSet} or {@link Template}, as it stands on the
 *     wire; null for a metric that is null
 */
public record Metric(
    @Nullable String name,
    @Nullable Long alias,
    @Nullable Long timestamp,
    @Nullable DataType type,
    boolean isHistorical,
    boolean isTransient,
    @Nullable PropertySet properties,
    @Nullable Object value) {

  /** A metric of a birth, without alias and properties. */
  public static Metric named(String name, long timestamp, DataType type, @Nullable Object value) {
    return new Metric(name, null, timestamp, type, false, false, null, value);
  }
}
