package io.weir.driver.host.internal;

import io.weir.api.model.Quality;

/** One measure has no value now, while its neighbours may have theirs. */
final class NoValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Quality.Reason reason;

  NoValueException(Quality.Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Quality.Reason reason() {
    return reason;
  }
}
