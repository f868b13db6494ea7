package io.weir.rules.internal;

import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import io.weir.rules.internal.cel.Frame;
import java.util.Map;
import java.util.function.Predicate;

/** Puts an event with a message into the outbox. */
final class EmitAction implements Action {
  private final RuleDocument rule;
  private final Severity severity;
  private final Template message;
  private final Map<String, String> attributes;
  private final Predicate<Event> outbox;
  private final RuleReport report;

  /**
   * @param transition {@code raised} or {@code cleared}
   * @param outbox takes the event, or answers false when it is full
   */
  EmitAction(
      RuleDocument rule,
      Severity severity,
      Template message,
      String transition,
      Predicate<Event> outbox,
      RuleReport report) {
    this.rule = rule;
    this.severity = severity;
    this.message = message;
    this.attributes = Map.of("name", rule.name(), "transition", transition);
    this.outbox = outbox;
    this.report = report;
  }

  @Override
  public void start(Frame frame, long micros) {
    Event event = new Event("rule", rule.id(), severity, micros, message.render(frame), attributes);
    report.event(outbox.test(event));
  }
}
