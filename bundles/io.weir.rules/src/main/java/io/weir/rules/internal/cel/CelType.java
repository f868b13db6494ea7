package io.weir.rules.internal.cel;

import java.util.Locale;

/** The types an expression can have. */
public enum CelType {
  BOOL,
  INT,
  DOUBLE,
  STRING;

  /** Whether values lie on the number line. */
  boolean isNumber() {
    return this == INT || this == DOUBLE;
  }

  /** The name CEL gives the type. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
