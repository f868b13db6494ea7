package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Home Assistant calls a value template, as far as it is understood here: one {@code {{ }}}
 * with names, keys, numbers, texts, arithmetic, comparisons, {@code if else} and the filters {@code
 * float int round abs lower upper is_defined}. See <a
 * href="https://www.home-assistant.io/docs/configuration/templating/">Templating</a> and <a
 * href="https://jinja.palletsprojects.com/en/stable/templates/">Jinja's designer documentation</a>.
 *
 * <p>Where Home Assistant would put a default for what is missing or is no number, there is no
 * value here.
 */
final class Template {
  /** Something with a value. */
  @FunctionalInterface
  interface Expression {
    /** Its value in a message; a missing node if it names what the message does not have. */
    JsonNode in(Scope scope) throws NoValueException;
  }

  /** What a template may name. */
  interface Scope {
    /** {@code value}: the payload as text. */
    String value() throws NoValueException;

    /** {@code value_json}: the payload's JSON. */
    JsonNode json() throws NoValueException;
  }

  private final String source;
  private final Expression expression;

  private Template(String source, Expression expression) {
    this.source = source;
    this.expression = expression;
  }

  /**
   * Reads a template.
   *
   * @throws NotUnderstoodException naming what is not understood
   */
  static Template parse(String source) throws NotUnderstoodException {
    String trimmed = source.strip();
    if (!trimmed.startsWith("{{") || !trimmed.endsWith("}}") || trimmed.length() < 5) {
      throw new NotUnderstoodException(
          "only one '{{ ... }}' is understood, not " + Payload.shortened(trimmed));
    }
    String inner = trimmed.substring(2, trimmed.length() - 2);
    int start = inner.startsWith("-") ? 1 : 0; // Whitespace control: there is none to control.
    int end = inner.length() > start && inner.endsWith("-") ? inner.length() - 1 : inner.length();
    return new Template(source, new TemplateParser(inner.substring(start, end)).parse());
  }

  /**
   * The value in a message.
   *
   * @throws NoValueException of kind {@code MISSING} if it names what the message does not have
   */
  JsonNode in(Scope scope) throws NoValueException {
    JsonNode found = expression.in(scope);
    if (found.isMissingNode()) {
      throw NoValueException.missing("nothing for " + Payload.shortened(source));
    }
    return found;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Template template && template.source.equals(source);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(source);
  }

  @Override
  public String toString() {
    return source;
  }
}
