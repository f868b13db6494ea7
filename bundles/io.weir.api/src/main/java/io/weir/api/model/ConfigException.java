package io.weir.api.model;

import org.jspecify.annotations.Nullable;

/** A configuration that cannot be used: which field, what it holds, and what would be right. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final transient @Nullable Object value;
  private final String fix;

  /**
   * @param field name or JSON pointer of the field
   * @param value what it holds
   * @param fix what would be right, as an imperative or a range
   */
  public ConfigException(String field, @Nullable Object value, String fix) {
    super(
        field
            + ": "
            + (value == null ? "is missing" : "'" + value + "' cannot be used")
            + "; "
            + fix);
    this.field = field;
    this.value = value;
    this.fix = fix;
  }

  /** The field that is wrong. */
  public String field() {
    return field;
  }

  /** What the field holds; null when it is missing. */
  public @Nullable Object value() {
    return value;
  }

  /** What would be right. */
  public String fix() {
    return fix;
  }

  /** The same of a field that stands further inside: {@code place} and a slash in front of it. */
  public ConfigException within(String place) {
    ConfigException whole = new ConfigException(place + "/" + field, value, fix);
    whole.initCause(this);
    return whole;
  }
}
