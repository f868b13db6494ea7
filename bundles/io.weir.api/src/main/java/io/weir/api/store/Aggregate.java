package io.weir.api.store;

/**
 * What the good and uncertain numeric samples of one step amount to.
 *
 * @param time start of the step, epoch microseconds
 * @param count number of samples; may be 0 in a step through which an earlier value was held
 * @param min lowest value
 * @param max highest value
 * @param mean arithmetic mean of the samples
 * @param timeWeightedMean mean over time, each value held until the channel's next sample; what a
 *     value that is reported on change was on average
 * @param first earliest value
 * @param last latest value
 */
public record Aggregate(
    long time,
    long count,
    double min,
    double max,
    double mean,
    double timeWeightedMean,
    double first,
    double last) {}
