package io.weir.store.internal;

import io.weir.api.model.Batch;
import java.util.Arrays;

/**
 * Takes every second sample of each channel out of one batch after another. The first sample of a
 * channel and the first after a change of its quality stay. One thread.
 */
final class EverySecond {
  private static final byte UNSEEN = 0;
  private static final byte KEPT = 1;
  private static final byte LEFT_OUT = 2;

  private byte[] states = new byte[256];
  private byte[] qualities = new byte[256];

  /** Takes them out in place; returns how many. */
  int apply(Batch batch) {
    int kept = 0;
    int rows = batch.size();
    for (int row = 0; row < rows; row++) {
      int channel = batch.channel(row);
      if (channel >= states.length) {
        int size = Math.max(channel + 1, states.length * 2);
        states = Arrays.copyOf(states, size);
        qualities = Arrays.copyOf(qualities, size);
      }
      byte quality = batch.quality(row);
      boolean stays =
          states[channel] == UNSEEN || states[channel] == LEFT_OUT || qualities[channel] != quality;
      states[channel] = stays ? KEPT : LEFT_OUT;
      qualities[channel] = quality;
      if (stays) {
        batch.move(row, kept++);
      }
    }
    batch.truncate(kept);
    return rows - kept;
  }
}
