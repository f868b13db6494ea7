package io.weir.api.uplink;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.store.Lane;
import java.util.List;

/**
 * What one publish carries: consecutive journal entries of one lane.
 *
 * <p>The receiver's dedup key and gap detector is (gateway, lane, first and last sequence).
 *
 * @param gateway id of this gateway
 * @param lane the lane
 * @param firstSequence sequence of the first entry
 * @param lastSequence sequence of the last entry
 * @param samples rows of all entries, times in epoch microseconds; valid during the call only
 * @param events events of all entries, times in epoch microseconds
 */
public record UplinkBatch(
    String gateway,
    Lane lane,
    long firstSequence,
    long lastSequence,
    Batch samples,
    List<Event> events) {}
