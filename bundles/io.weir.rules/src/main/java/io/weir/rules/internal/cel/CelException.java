package io.weir.rules.internal.cel;

/** An expression that cannot be used; the message opens with line, column and token. */
public final class CelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  CelException(int line, int column, String token, String reason) {
    super(line + ":" + column + " at " + token + ": " + reason);
    this.line = line;
    this.column = column;
  }

  /** Line of the offending token, from 1. */
  public int line() {
    return line;
  }

  /** Column of the offending token, from 1. */
  public int column() {
    return column;
  }
}
