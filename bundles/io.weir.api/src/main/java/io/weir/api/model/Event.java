package io.weir.api.model;

import java.util.Map;

/**
 * Something that happened, for the journal's event lane: a rule's message, a command's result.
 *
 * @param type what kind, for example {@code rule} or {@code command}
 * @param source which one, for example the rule's id or the channel written
 * @param severity how much it matters
 * @param time monotonic microseconds of this boot; epoch microseconds where it leaves the gateway
 * @param message one sentence for people
 * @param attributes flat details for programs, text keys and values
 */
public record Event(
    String type,
    String source,
    Severity severity,
    long time,
    String message,
    Map<String, String> attributes) {

  /** Copies the attributes. */
  public Event {
    attributes = Map.copyOf(attributes);
  }

  /** The same event at another time. */
  public Event at(long newTime) {
    return new Event(type, source, severity, newTime, message, attributes);
  }
}
