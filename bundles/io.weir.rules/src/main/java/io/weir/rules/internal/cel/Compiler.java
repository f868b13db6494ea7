package io.weir.rules.internal.cel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the types of a parsed expression and turns it into closures. */
final class Compiler {
  static final int MAX_HEIGHT = 100;

  private final Source source;
  private final Environment environment;
  private final BitSet slots = new BitSet();
  private int height;

  Compiler(Source source, Environment environment) {
    this.source = source;
    this.environment = environment;
  }

  /** The slots that the compiled expression reads. */
  BitSet slots() {
    return slots;
  }

  Typed compile(Node node) throws CelException {
    if (++height > MAX_HEIGHT) {
      throw source.error(node.token(), "more than " + MAX_HEIGHT + " operators inside one another");
    }
    Typed typed = dispatch(node);
    height--;
    return typed;
  }

  private Typed dispatch(Node node) throws CelException {
    if (node instanceof Node.BoolLiteral literal) {
      return Typed.constant(literal.value());
    } else if (node instanceof Node.IntLiteral literal) {
      return Typed.constant(literal.value());
    } else if (node instanceof Node.DoubleLiteral literal) {
      return Typed.constant(literal.value());
    } else if (node instanceof Node.TextLiteral literal) {
      return Typed.constant(literal.value());
    } else if (node instanceof Node.Name name) {
      return read(name.token(), variable(name.token()));
    } else if (node instanceof Node.Junction junction) {
      return junction(junction);
    } else if (node instanceof Node.Unary unary) {
      return unary(unary);
    } else if (node instanceof Node.Binary binary) {
      return binary(binary);
    } else if (node instanceof Node.Conditional conditional) {
      return conditional(conditional);
    } else if (node instanceof Node.Call call) {
      return call(call);
    }
    throw source.error(
        node.token(), "a list can only stand after 'in' or in math.greatest and math.least");
  }

  private Variable variable(Token name) throws CelException {
    Variable variable = environment.variable(name.text());
    if (variable == null) {
      throw source.error(
          name, "no such input" + Suggestion.didYouMean(name.text(), environment.variableNames()));
    }
    return variable;
  }

  private Variable channel(Node.Call call) throws CelException {
    if (call.arguments().size() != 1
        || !(call.arguments().get(0) instanceof Node.TextLiteral literal)) {
      throw source.error(
          call.token(), "ch() takes one channel id as a quoted text, like ch('boiler/flow-temp')");
    }
    Variable variable = environment.channel(literal.value());
    if (variable == null) {
      throw source.error(
          literal.token(),
          "no such channel" + Suggestion.didYouMean(literal.value(), environment.channelIds()));
    }
    return variable;
  }

  private Typed read(Token token, Variable variable) throws CelException {
    CelType type = variable.type();
    if (type == null) {
      throw source.error(token, variable.label() + " holds bytes, which a rule cannot read");
    }
    slots.set(variable.slot());
    Failure unreadable =
        source.failure(token, variable.label() + " has no good value", variable.slot());
    return new Typed(type, Reads.of(type, unreadable), false, unreadable);
  }

  private Typed junction(Node.Junction junction) throws CelException {
    List<BoolExpr> terms = new ArrayList<>();
    boolean constant = true;
    for (Node term : junction.terms()) {
      Typed typed = compile(term);
      require(CelType.BOOL, typed, term, junction.token());
      terms.add(typed.bool());
      constant &= typed.constant();
    }
    boolean decisive = junction.token().is("||");
    Typed result = Typed.of(CelType.BOOL, Junction.of(terms, decisive));
    return constant ? result.folded() : result;
  }

  private Typed unary(Node.Unary unary) throws CelException {
    Typed operand = compile(unary.operand());
    Typed result;
    if (unary.token().is("!")) {
      require(CelType.BOOL, operand, unary.operand(), unary.token());
      result = Typed.of(CelType.BOOL, Reads.negated(operand));
    } else {
      result = Arithmetic.negate(operand, source, unary.token());
    }
    return operand.constant() ? result.folded() : result;
  }

  private Typed binary(Node.Binary binary) throws CelException {
    Token operator = binary.token();
    Typed left = compile(binary.left());
    if (operator.is("in")) {
      return membership(binary, left);
    }
    Typed right = compile(binary.right());
    Typed result =
        Comparison.isOperator(operator)
            ? Comparison.of(left, right, source, operator)
            : Arithmetic.of(left, right, source, operator);
    return left.constant() && right.constant() ? result.folded() : result;
  }

  private Typed membership(Node.Binary binary, Typed left) throws CelException {
    if (!(binary.right() instanceof Node.Items list)) {
      throw source.error(
          binary.right().token(), "'in' needs a list on its right, like x in [1, 2]");
    }
    List<Typed> items = compileAll(list.items());
    Typed result = Membership.of(left, items, source, binary.token());
    return left.constant() && allConstant(items) ? result.folded() : result;
  }

  private Typed conditional(Node.Conditional node) throws CelException {
    Typed condition = compile(node.condition());
    require(CelType.BOOL, condition, node.condition(), node.token());
    Typed yes = compile(node.yes());
    Typed no = compile(node.no());
    if (yes.type() != no.type()) {
      throw source.error(
          node.token(),
          "both results need the same type, these are "
              + yes.type()
              + " and "
              + no.type()
              + "; convert one, for example with double()");
    }
    Typed result = Typed.of(yes.type(), Conditional.of(condition.bool(), yes, no));
    return allConstant(List.of(condition, yes, no)) ? result.folded() : result;
  }

  private Typed call(Node.Call call) throws CelException {
    String name = call.token().text();
    if (call.target() == null && name.equals("ch")) {
      return read(call.token(), channel(call));
    }
    if (call.target() == null && name.equals("isGood")) {
      return isGood(call);
    }
    if (isMath(call.target())) {
      return function(call, "math." + name, false, call.arguments());
    }
    if (call.target() == null) {
      return function(call, name, false, call.arguments());
    }
    List<Node> arguments = new ArrayList<>(call.arguments());
    arguments.add(0, call.target());
    return function(call, name, true, arguments);
  }

  private boolean isMath(@Nullable Node target) {
    return target instanceof Node.Name name && name.token().text().equals("math");
  }

  private Typed isGood(Node.Call call) throws CelException {
    Variable variable = null;
    if (call.arguments().size() == 1) {
      Node argument = call.arguments().get(0);
      if (argument instanceof Node.Name name) {
        variable = variable(name.token());
      } else if (argument instanceof Node.Call inner
          && inner.target() == null
          && inner.token().text().equals("ch")) {
        variable = channel(inner);
      }
    }
    if (variable == null) {
      throw source.error(call.token(), "isGood() takes one input or ch('...')");
    }
    slots.set(variable.slot());
    return Typed.of(CelType.BOOL, Reads.isGood(variable.slot()));
  }

  private Typed function(Node.Call call, String name, boolean receiver, List<Node> nodes)
      throws CelException {
    Functions.requireKnown(name, source, call.token());
    boolean list = nodes.size() == 1 && nodes.get(0) instanceof Node.Items;
    boolean extremum = Extremum.isFunction(name);
    List<Typed> arguments =
        compileAll(list && extremum ? ((Node.Items) nodes.get(0)).items() : nodes);
    Typed result =
        extremum
            ? Extremum.of(name, arguments, source, call.token())
            : Functions.call(name, receiver, arguments, source, call.token());
    return allConstant(arguments) ? result.folded() : result;
  }

  private List<Typed> compileAll(List<Node> nodes) throws CelException {
    List<Typed> all = new ArrayList<>();
    for (Node node : nodes) {
      all.add(compile(node));
    }
    return all;
  }

  private static boolean allConstant(List<Typed> all) {
    return all.stream().allMatch(Typed::constant);
  }

  private void require(CelType type, Typed typed, Node node, Token operator) throws CelException {
    if (typed.type() != type) {
      throw source.error(
          node.token(), operator.quoted() + " needs " + type + ", found " + typed.type());
    }
  }
}
