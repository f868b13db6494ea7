package io.weir.uplink.internal;

import java.time.ZoneId;

/**
 * What an uplink may use at most.
 *
 * @param bytesPerSecond payload bytes a second; 0 for no limit
 * @param messagesPerSecond messages a second; 0 for no limit
 * @param bytesPerDay payload bytes a day; 0 for no limit
 * @param atLimit what happens when the day's bytes are used
 * @param schedule when telemetry may be sent
 * @param eventsOnSchedule whether events too wait for the schedule
 * @param zone where the days and the schedule are
 */
record Limits(
    long bytesPerSecond,
    int messagesPerSecond,
    long bytesPerDay,
    AtLimit atLimit,
    Schedule schedule,
    boolean eventsOnSchedule,
    ZoneId zone) {
  /** What still goes when the day's bytes are used. */
  enum AtLimit {
    /** Events do, telemetry waits for the next day. */
    EVENTS_ONLY,
    /** Nothing does. */
    STOP
  }

  boolean countsBytes() {
    return bytesPerSecond > 0 || bytesPerDay > 0;
  }
}
