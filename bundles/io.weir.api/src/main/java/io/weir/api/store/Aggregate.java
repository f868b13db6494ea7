package io.weir.api.store;

/**
 * What the good and uncertain numeric samples of one step amount to.
 *
 * @param time start of the step, epoch microseconds
 * @param count number of samples
 * @param min lowest value
 * @param max highest value
 * @param mean arithmetic mean
 * @param first earliest value
 * @param last latest value
 */
public record Aggregate(
    long time, long count, double min, double max, double mean, double first, double last) {}
