package io.weir.rules.internal.cel;

import io.weir.rules.internal.cel.Token.Kind;

/** Reads one quoted text: single, double or triple quotes, raw or with escapes. */
final class Quoted {
  private static final String SIMPLE = "abfnrtv\\?\"'`";
  private static final String SIMPLE_VALUES = "\u0007\b\f\n\r\t\u000b\\?\"'`";

  private final Source source;
  private final String text;
  private final int start;
  private final boolean raw;
  private final String delimiter;
  private final StringBuilder value = new StringBuilder();
  private int at;

  /**
   * A text that starts at {@code start}, prefix included, with its first quote at {@code quote}.
   */
  Quoted(Source source, int start, int quote, boolean raw) {
    this.source = source;
    this.text = source.text();
    this.start = start;
    this.raw = raw;
    String one = text.substring(quote, quote + 1);
    this.delimiter = text.startsWith(one.repeat(3), quote) ? one.repeat(3) : one;
    this.at = quote + delimiter.length();
  }

  /** The text's value. */
  String read() throws CelException {
    while (!text.startsWith(delimiter, at)) {
      if (at == text.length() || (delimiter.length() == 1 && isLineEnd(text.charAt(at)))) {
        String head = text.substring(start, Math.min(at, start + 20));
        throw error(start, head, "the text is not closed, " + delimiter + " is missing");
      }
      char c = text.charAt(at);
      if (c == '\\' && !raw) {
        escape();
      } else {
        value.append(c);
        at++;
      }
    }
    at += delimiter.length();
    return value.toString();
  }

  /** Offset behind the closing quote. */
  int end() {
    return at;
  }

  private void escape() throws CelException {
    int backslash = at;
    char c = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
    int simple = SIMPLE.indexOf(c);
    if (simple >= 0) {
      value.append(SIMPLE_VALUES.charAt(simple));
      at += 2;
      return;
    }
    switch (c) {
      case 'x', 'X' -> codePoint(backslash, 2, 2, 16);
      case 'u' -> codePoint(backslash, 2, 4, 16);
      case 'U' -> codePoint(backslash, 2, 8, 16);
      case '0', '1', '2', '3' -> codePoint(backslash, 1, 3, 8);
      default -> throw error(backslash, "\\" + c, "no such escape, a backslash is written \\\\");
    }
  }

  private void codePoint(int backslash, int skip, int digits, int radix) throws CelException {
    int from = backslash + skip;
    int to = Math.min(from + digits, text.length());
    String written = text.substring(backslash, to);
    long code = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < text.length() ? asciiDigit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        throw error(backslash, written, "this escape needs " + digits + " digits of base " + radix);
      }
      code = code * radix + digit;
    }
    if (code > Character.MAX_CODE_POINT || (code >= 0xD800 && code <= 0xDFFF)) {
      throw error(backslash, written, "not a Unicode code point");
    }
    value.appendCodePoint((int) code);
    at = from + digits;
  }

  private static int asciiDigit(char c, int radix) {
    return c < 128 ? Character.digit(c, radix) : -1;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private CelException error(int offset, String token, String reason) {
    return source.error(new Token(Kind.SYMBOL, offset, token, token), reason);
  }
}
