package io.weir.api.encoding;

import java.io.IOException;

/** Bytes that are not what they should be; the message says where and what was expected. */
public final class MalformedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong. */
  public MalformedException(String message) {
    super(message);
  }
}
