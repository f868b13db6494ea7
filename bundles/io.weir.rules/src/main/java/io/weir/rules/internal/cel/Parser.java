package io.weir.rules.internal.cel;

import io.weir.rules.internal.cel.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Precedence climbing over the grammar of CEL.
 *
 * <p>Length and depth are bounded, so that no expression can exhaust the stack of the thread that
 * parses it; {@link Compiler#MAX_HEIGHT} does the same for those that compile and evaluate it.
 */
final class Parser {
  static final int MAX_LENGTH = 8192;
  static final int MAX_DEPTH = 40;

  private static final int AND = 2;

  private final Source source;
  private final List<Token> tokens;
  private int at;
  private int depth;

  private Parser(Source source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  static Node parse(Source source) throws CelException {
    if (source.text().length() > MAX_LENGTH) {
      throw new CelException(
          1, 1, "the start", "the expression is longer than " + MAX_LENGTH + " characters");
    }
    Parser parser = new Parser(source, new Lexer(source).tokens());
    Node node = parser.expression();
    if (parser.token().kind() != Kind.END) {
      throw source.error(parser.token(), "expected an operator or the end");
    }
    return node;
  }

  /** One or more conditions, each with its result, and the last alternative. */
  private Node expression() throws CelException {
    if (++depth > MAX_DEPTH) {
      throw source.error(token(), "more than " + MAX_DEPTH + " levels of brackets");
    }
    Deque<Node> conditions = new ArrayDeque<>();
    Deque<Node> results = new ArrayDeque<>();
    Deque<Token> questions = new ArrayDeque<>();
    Node node = binary(1);
    while (token().is("?")) {
      questions.push(token());
      at++;
      conditions.push(node);
      results.push(binary(1));
      expect(":", "'? :' needs its second half");
      node = binary(1);
    }
    while (!questions.isEmpty()) {
      node = new Node.Conditional(questions.pop(), conditions.pop(), results.pop(), node);
    }
    depth--;
    return node;
  }

  /** Operators that bind at least as strongly as this level. */
  private Node binary(int weakest) throws CelException {
    Node left = unary();
    for (int level = level(token()); level >= weakest; level = level(token())) {
      Token operator = token();
      if (level <= AND) {
        List<Node> terms = new ArrayList<>(List.of(left));
        while (accept(operator.text())) {
          terms.add(binary(level + 1));
        }
        left = new Node.Junction(operator, terms);
      } else {
        at++;
        left = new Node.Binary(operator, left, binary(level + 1));
      }
    }
    return left;
  }

  /** How strongly an operator binds; 0 for what is none. */
  private static int level(Token token) {
    if (token.kind() != Kind.SYMBOL) {
      return 0;
    }
    return switch (token.text()) {
      case "||" -> 1;
      case "&&" -> AND;
      case "==", "!=", "<", "<=", ">", ">=", "in" -> 3;
      case "+", "-" -> 4;
      case "*", "/", "%" -> 5;
      default -> 0;
    };
  }

  private Node unary() throws CelException {
    Token operator = token();
    if (!operator.is("!") && !operator.is("-")) {
      return member();
    }
    int from = at;
    while (token().is(operator.text())) {
      at++;
    }
    int count = at - from;
    Token next = token();
    Node node;
    if (operator.is("-") && next.kind() == Kind.INT) {
      at++;
      node = integer(next, "-");
      count--;
    } else {
      node = member();
    }
    for (int i = count; i > 0; i--) {
      node = new Node.Unary(tokens.get(from + i - 1), node);
    }
    return node;
  }

  private Node member() throws CelException {
    Node node = primary();
    while (true) {
      Token token = token();
      if (token.is("[")) {
        throw source.error(token, "lists and maps cannot be indexed in a rule");
      }
      if (!accept(".")) {
        return node;
      }
      Token name = token();
      if (name.kind() != Kind.NAME) {
        throw source.error(name, "expected a function name after the point");
      }
      at++;
      if (!accept("(")) {
        throw source.error(
            name, "fields are not supported, expected a call like ." + name.text() + "()");
      }
      node = new Node.Call(name, node, list(")"));
    }
  }

  private Node primary() throws CelException {
    boolean rooted = accept(".");
    Token word = token();
    at++;
    if (rooted && word.kind() != Kind.NAME) {
      throw source.error(word, "expected a name after the point");
    }
    return switch (word.kind()) {
      case INT -> integer(word, "");
      case DOUBLE -> new Node.DoubleLiteral(word, Double.parseDouble(word.text()));
      case TEXT -> new Node.TextLiteral(word, word.value());
      case NAME -> word(word);
      case SYMBOL -> bracket(word);
      case END -> throw source.error(word, "expected a value");
    };
  }

  private Node word(Token word) throws CelException {
    switch (word.text()) {
      case "true", "false" -> {
        return new Node.BoolLiteral(word, word.text().equals("true"));
      }
      case "null" ->
          throw source.error(word, "null is not supported, a channel is tested with isGood()");
      default -> {
        return accept("(") ? new Node.Call(word, null, list(")")) : new Node.Name(word);
      }
    }
  }

  private Node bracket(Token open) throws CelException {
    switch (open.text()) {
      case "(" -> {
        Node inner = expression();
        expect(")", "the bracket of " + open.quoted() + " is not closed");
        return inner;
      }
      case "[" -> {
        return new Node.Items(open, list("]"));
      }
      case "{" -> throw source.error(open, "maps and messages are not supported");
      default -> throw source.error(open, "expected a value");
    }
  }

  private List<Node> list(String close) throws CelException {
    List<Node> items = new ArrayList<>();
    while (!accept(close)) {
      items.add(expression());
      if (!accept(",")) {
        expect(close, "expected ',' or '" + close + "'");
        return items;
      }
      if (close.equals(")") && token().is(close)) {
        throw source.error(token(), "expected a value");
      }
    }
    return items;
  }

  private Node.IntLiteral integer(Token token, String sign) throws CelException {
    String digits = token.text();
    try {
      long value =
          digits.startsWith("0x")
              ? Long.parseLong(sign + digits.substring(2), 16)
              : Long.parseLong(sign + digits);
      return new Node.IntLiteral(token, value);
    } catch (NumberFormatException e) {
      throw source.error(
          token, "the number does not fit 64 bits, write it with a point as a double");
    }
  }

  private boolean accept(String symbol) {
    boolean found = token().is(symbol);
    if (found) {
      at++;
    }
    return found;
  }

  private void expect(String symbol, String otherwise) throws CelException {
    if (!accept(symbol)) {
      throw source.error(token(), otherwise);
    }
  }

  private Token token() {
    return tokens.get(Math.min(at, tokens.size() - 1));
  }
}
