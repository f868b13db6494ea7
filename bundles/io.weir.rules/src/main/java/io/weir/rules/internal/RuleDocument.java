package io.weir.rules.internal;

import io.weir.api.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as written, its form checked but not its names.
 *
 * @param id lower-case letters, digits, {@code . _ -}; unique on the gateway
 * @param name what people call it
 * @param enabled whether it is evaluated
 * @param inputs channel ids by the name expressions give them
 * @param when the condition
 * @param holdFor how long the condition must hold before the actions run
 * @param until what ends it; null when it ends with the condition
 * @param actions what is done when it begins
 * @param onClear what is done when it ends
 */
record RuleDocument(
    String id,
    String name,
    boolean enabled,
    Map<String, String> inputs,
    String when,
    Duration holdFor,
    @Nullable String until,
    List<ActionDocument> actions,
    List<ActionDocument> onClear) {

  /** What a rule does; {@code pointer} says where it stands in the document. */
  sealed interface ActionDocument {
    /** JSON pointer of the action. */
    String pointer();
  }

  /** Writes a fixed value ({@link Boolean}, {@link Number}, {@link String}). */
  record WriteValue(String pointer, String channel, Object value) implements ActionDocument {}

  /** Writes the result of an expression. */
  record WriteExpression(String pointer, String channel, String expression)
      implements ActionDocument {}

  /** Puts a message into the event lane. */
  record Emit(String pointer, Severity severity, String message) implements ActionDocument {}
}
