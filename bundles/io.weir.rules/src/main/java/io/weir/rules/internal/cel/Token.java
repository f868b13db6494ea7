package io.weir.rules.internal.cel;

/**
 * One word of an expression.
 *
 * @param kind what it is
 * @param start offset of its first character
 * @param text as written; for {@link Kind#TEXT} see {@code value}
 * @param value a text's value with its escapes resolved, otherwise the same as {@code text}
 */
record Token(Kind kind, int start, String text, String value) {

  /** What a token is. */
  enum Kind {
    INT,
    DOUBLE,
    TEXT,
    NAME,
    SYMBOL,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** The token as messages show it. */
  String quoted() {
    return kind == Kind.END ? "the end" : kind == Kind.TEXT ? text : "'" + text + "'";
  }
}
