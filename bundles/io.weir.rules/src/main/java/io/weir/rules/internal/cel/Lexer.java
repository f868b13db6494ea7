package io.weir.rules.internal.cel;

import io.weir.rules.internal.cel.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts an expression into tokens, as the lexis of CEL's definition says. */
final class Lexer {
  /** Longest first, so that {@code <=} is not read as {@code <}. */
  private static final List<String> SYMBOLS =
      List.of(
          "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", "(",
          ")", "[", "]", "{", "}", ",", ".");

  private static final Set<String> RESERVED =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while");

  private final Source source;
  private final String text;
  private int at;

  Lexer(Source source) {
    this.source = source;
    this.text = source.text();
  }

  /** All tokens; the last one is {@link Kind#END}. */
  List<Token> tokens() throws CelException {
    List<Token> tokens = new ArrayList<>();
    while (true) {
      skipBlanks();
      if (at == text.length()) {
        tokens.add(new Token(Kind.END, at, "", ""));
        return tokens;
      }
      tokens.add(next());
    }
  }

  /** Whether this word can name an input. */
  static boolean isName(String word) {
    return word.matches("[_a-zA-Z][_a-zA-Z0-9]*")
        && !RESERVED.contains(word)
        && !Set.of("true", "false", "null", "in").contains(word);
  }

  private void skipBlanks() {
    while (at < text.length()) {
      if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (" \t\n\f\r".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else {
        return;
      }
    }
  }

  private Token next() throws CelException {
    char c = text.charAt(at);
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      return number();
    }
    if (c == '"' || c == '\'') {
      return string(0, false);
    }
    if (isNameStart(c)) {
      return nameOrPrefixedString();
    }
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        Token token = new Token(Kind.SYMBOL, at, symbol, symbol);
        at += symbol.length();
        return token;
      }
    }
    String character = Character.toString(text.codePointAt(at));
    String hint =
        switch (c) {
          case '=' -> "; equality is ==";
          case '&' -> "; and is &&";
          case '|' -> "; or is ||";
          default -> "";
        };
    throw error(at, character, "this character has no meaning here" + hint);
  }

  private Token nameOrPrefixedString() throws CelException {
    int start = at;
    int end = at;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    String word = text.substring(start, end);
    boolean quote = end < text.length() && (text.charAt(end) == '"' || text.charAt(end) == '\'');
    if (quote && word.equalsIgnoreCase("r")) {
      return string(1, true);
    }
    if (quote && Set.of("b", "rb", "br").contains(word.toLowerCase(Locale.ROOT))) {
      throw error(start, word, "bytes are not supported, write a text without " + word);
    }
    if (RESERVED.contains(word)) {
      throw error(start, word, "this word is reserved and cannot be a name");
    }
    at = end;
    return new Token(word.equals("in") ? Kind.SYMBOL : Kind.NAME, start, word, word);
  }

  private Token number() throws CelException {
    int start = at;
    boolean hex = text.startsWith("0x", at);
    boolean fraction = false;
    if (hex) {
      at += 2;
      skip("0123456789abcdefABCDEF");
      if (at == start + 2) {
        throw error(start, "0x", "a hexadecimal number needs digits after 0x");
      }
    } else {
      skip("0123456789");
      if (peek(0) == '.' && isDigit(peek(1))) {
        fraction = true;
        at++;
        skip("0123456789");
      }
      fraction |= exponent(start);
    }
    if (peek(0) == 'u' || peek(0) == 'U') {
      String written = text.substring(start, at + 1);
      throw error(start, written, "unsigned numbers are not supported, leave out the u");
    }
    if (isNamePart(peek(0))) {
      throw error(at, String.valueOf(peek(0)), "a number cannot go on with this character");
    }
    String digits = text.substring(start, at);
    return new Token(fraction ? Kind.DOUBLE : Kind.INT, start, digits, digits);
  }

  private boolean exponent(int start) throws CelException {
    if (peek(0) != 'e' && peek(0) != 'E') {
      return false;
    }
    at += peek(1) == '+' || peek(1) == '-' ? 2 : 1;
    int digits = at;
    skip("0123456789");
    if (at == digits) {
      throw error(start, text.substring(start, at), "an exponent needs digits");
    }
    return true;
  }

  private Token string(int prefix, boolean raw) throws CelException {
    int start = at;
    Quoted quoted = new Quoted(source, start, start + prefix, raw);
    String value = quoted.read();
    at = quoted.end();
    return new Token(Kind.TEXT, start, text.substring(start, at), value);
  }

  private CelException error(int start, String token, String reason) {
    return source.error(new Token(Kind.SYMBOL, start, token, token), reason);
  }

  private void skip(String characters) {
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }
}
