package io.weir.rules.internal.cel;

/** The text of an expression, and where in it something stands. */
record Source(String text) {

  CelException error(Token token, String reason) {
    return new CelException(line(token.start()), column(token.start()), token.quoted(), reason);
  }

  Failure failure(Token token, String message) {
    return failure(token, message, -1);
  }

  Failure failure(Token token, String message, int slot) {
    return new Failure(line(token.start()), column(token.start()), message, slot);
  }

  private int line(int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private int column(int offset) {
    int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
    return 1 + text.codePointCount(lineStart, offset);
  }
}
