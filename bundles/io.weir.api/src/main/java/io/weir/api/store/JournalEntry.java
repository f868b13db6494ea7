package io.weir.api.store;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * One committed entry as a reader sees it: samples or an event.
 *
 * @param lane the lane
 * @param sequence its number in the lane, from 1
 * @param boot number of the boot its times belong to, see {@code GatewayClock}
 * @param batch its samples, times monotonic of that boot; valid until the reader's next call; empty
 *     for an event, and where thinning has left none
 * @param event its event, or null for samples
 */
public record JournalEntry(
    Lane lane, long sequence, int boot, Batch batch, @Nullable Event event) {}
