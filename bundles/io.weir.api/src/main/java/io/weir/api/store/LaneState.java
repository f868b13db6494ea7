package io.weir.api.store;

import java.util.Map;

/**
 * A lane of the journal at one moment.
 *
 * @param lane the lane
 * @param first sequence of the oldest entry kept
 * @param last sequence of the newest entry appended
 * @param committed sequence of the newest entry on the medium
 * @param segments number of segment files
 * @param bytes bytes of those files
 * @param commits group commits since start
 * @param commitMicros interval of the group commit; 0 when each append commits
 * @param cursors sequence each named reader has acknowledged
 */
public record LaneState(
    Lane lane,
    long first,
    long last,
    long committed,
    int segments,
    long bytes,
    long commits,
    long commitMicros,
    Map<String, Long> cursors) {}
