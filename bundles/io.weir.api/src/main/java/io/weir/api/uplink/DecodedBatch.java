package io.weir.api.uplink;

import io.weir.api.model.Event;
import io.weir.api.model.Sample;
import io.weir.api.store.Lane;
import java.util.List;

/**
 * A payload read back.
 *
 * @param gateway id of the gateway
 * @param lane the lane
 * @param firstSequence sequence of the first entry
 * @param lastSequence sequence of the last entry
 * @param samples the samples
 * @param events the events
 */
public record DecodedBatch(
    String gateway,
    Lane lane,
    long firstSequence,
    long lastSequence,
    List<Sample> samples,
    List<Event> events) {}
