package io.weir.web.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who did what, for the log. */
final class Audit {
  static final Logger LOG = LoggerFactory.getLogger("weir.audit");

  private Audit() {}

  /** What a client sent, fit for one line of a log. */
  static String clean(String text) {
    String line = text.replaceAll("[^\\x20-\\x7E]", "?");
    return line.length() <= 100 ? line : line.substring(0, 100) + "...";
  }
}
