package io.weir.web.internal;

import io.weir.api.model.ConfigException;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error: what is wrong with it and what would be right. */
final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String field;

  private ApiException(int status, String code, @Nullable String field, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }

  ApiException(int status, String code, String message) {
    this(status, code, null, message);
  }

  /**
   * One field or parameter cannot be used.
   *
   * @param fix what would be right, as an imperative or a range
   */
  static ApiException bad(String field, @Nullable Object value, String fix) {
    String what = value == null ? "is missing" : "'" + shortened(value) + "' cannot be used";
    return new ApiException(400, "bad-request", field, field + ": " + what + "; " + fix);
  }

  /** A document is well formed and cannot be used. */
  static ApiException refused(ConfigException e) {
    return new ApiException(422, "invalid", e.field(), String.valueOf(e.getMessage()));
  }

  static ApiException notFound(String message) {
    return new ApiException(404, "not-found", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  @Nullable String field() {
    return field;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  private static String shortened(Object value) {
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
