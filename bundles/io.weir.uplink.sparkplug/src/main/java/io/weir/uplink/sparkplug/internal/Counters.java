package io.weir.uplink.sparkplug.internal;

import io.weir.api.runtime.StatusBoard;
import java.util.concurrent.atomic.LongAdder;

/** What an edge node counts, on the board. */
final class Counters {
  final LongAdder births;
  final LongAdder deviceBirths;
  final LongAdder deviceDeaths;
  final LongAdder rebirths;
  final LongAdder historical;
  final LongAdder withoutValue;
  final LongAdder commands;
  final LongAdder commandsRefused;
  final LongAdder statesIgnored;

  Counters(StatusBoard.Part part) {
    births = part.counter("births");
    deviceBirths = part.counter("deviceBirths");
    deviceDeaths = part.counter("deviceDeaths");
    rebirths = part.counter("rebirthsAsked");
    historical = part.counter("historicalSamples");
    withoutValue = part.counter("samplesOfDeadDevices");
    commands = part.counter("commands");
    commandsRefused = part.counter("commandsRefused");
    statesIgnored = part.counter("hostStatesIgnored");
  }
}
