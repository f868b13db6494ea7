package io.weir.rules.internal.cel;

/**
 * Why an evaluation has no result. Made once when the expression is compiled, so that failing costs
 * nothing.
 *
 * @param line line in the expression, from 1
 * @param column column in the line, from 1
 * @param message what went wrong
 * @param slot the slot that could not be read, -1 when something else went wrong
 */
public record Failure(int line, int column, String message, int slot) {
  /** The failure for people: position and message. */
  @Override
  public String toString() {
    return line + ":" + column + " " + message;
  }
}
