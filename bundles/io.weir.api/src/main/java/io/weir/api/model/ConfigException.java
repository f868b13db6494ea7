package io.weir.api.model;

import org.jspecify.annotations.Nullable;

/** A configuration that cannot be used: which field, what it holds, and what would be right. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

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
  }

  /** The field that is wrong. */
  public String field() {
    return field;
  }
}
