package io.weir.rules.internal.cel;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression. Evaluation allocates nothing, except where texts are joined or made.
 *
 * <p>Immutable; what changes stands in the {@link Frame}. After each call {@link Frame#failure()}
 * says whether there is a result.
 */
public final class Program {
  private static final BoolExpr NEVER = frame -> false;

  private final Typed typed;
  private final BoolExpr condition;
  private final BitSet slots;

  private Program(Typed typed, BitSet slots) {
    this.typed = typed;
    this.condition = typed.type() == CelType.BOOL ? typed.bool() : NEVER;
    this.slots = slots;
  }

  /**
   * Parses, checks and compiles.
   *
   * @throws CelException if the expression is not CEL, outside the subset, or ill-typed
   */
  public static Program compile(String expression, Environment environment) throws CelException {
    Source source = new Source(expression);
    Compiler compiler = new Compiler(source, environment);
    Typed typed = compiler.compile(Parser.parse(source));
    return new Program(typed, compiler.slots());
  }

  /** Whether a word can name an input: a CEL identifier that has no other meaning. */
  public static boolean isName(String word) {
    return Lexer.isName(word) && !word.equals("math");
  }

  /** The type of the result. */
  public CelType type() {
    return typed.type();
  }

  /** The slots read. */
  public BitSet slots() {
    return (BitSet) slots.clone();
  }

  /** Evaluates an expression of type {@link CelType#BOOL}; false for one of another type. */
  public boolean evalBool(Frame frame) {
    frame.failure = null;
    return condition.eval(frame);
  }

  /** Evaluates an expression of type {@link CelType#INT}. */
  public long evalLong(Frame frame) {
    frame.failure = null;
    return typed.integer().eval(frame);
  }

  /** Evaluates an expression of type {@link CelType#DOUBLE}. */
  public double evalDouble(Frame frame) {
    frame.failure = null;
    return typed.real().eval(frame);
  }

  /** Evaluates an expression of type {@link CelType#STRING}. */
  public String evalText(Frame frame) {
    frame.failure = null;
    return typed.text().eval(frame);
  }

  /** The result for people and commands; null when there is none. Allocates. */
  public @Nullable Object evalObject(Frame frame) {
    Object value =
        switch (typed.type()) {
          case BOOL -> evalBool(frame);
          case INT -> evalLong(frame);
          case DOUBLE -> evalDouble(frame);
          case STRING -> evalText(frame);
        };
    return frame.failure == null ? value : null;
  }
}
