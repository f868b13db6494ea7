package io.weir.store.internal;

/**
 * What is stored for the samples of one channel in one part of a window.
 *
 * @param channel channel number
 * @param stats what the samples amount to
 * @param data the samples as {@code weir.batch.v1.Batch}
 */
record Chunk(int channel, Stats stats, byte[] data) {}
