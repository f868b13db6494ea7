package io.weir.rules.internal.cel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parsed form of an expression. Each node keeps the token that messages point at. */
sealed interface Node {
  /** The token messages point at. */
  Token token();

  /** {@code true}, {@code false}. */
  record BoolLiteral(Token token, boolean value) implements Node {}

  /** A whole number. */
  record IntLiteral(Token token, long value) implements Node {}

  /** A number with point or exponent. */
  record DoubleLiteral(Token token, double value) implements Node {}

  /** A quoted text. */
  record TextLiteral(Token token, String value) implements Node {}

  /** An input. */
  record Name(Token token) implements Node {}

  /** {@code [a, b]}. */
  record Items(Token token, List<Node> items) implements Node {}

  /** {@code f(a)}, or {@code target.f(a)}. */
  record Call(Token token, @Nullable Node target, List<Node> arguments) implements Node {}

  /** {@code !a} or {@code -a}. */
  record Unary(Token token, Node operand) implements Node {}

  /** {@code a + b}, {@code a < b}, {@code a in b}. */
  record Binary(Token token, Node left, Node right) implements Node {}

  /** {@code a && b && c}, or the same with {@code ||}. */
  record Junction(Token token, List<Node> terms) implements Node {}

  /** {@code a ? b : c}. */
  record Conditional(Token token, Node condition, Node yes, Node no) implements Node {}
}
