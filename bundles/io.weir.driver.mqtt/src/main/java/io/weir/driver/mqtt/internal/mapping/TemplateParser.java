package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.driver.mqtt.internal.mapping.Template.Expression;
import io.weir.driver.mqtt.internal.mapping.Template.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inside of one {@code {{ }}}, with Jinja's precedence: a filter binds tighter than any
 * operator, so that {@code a * 10 | round} rounds the 10.
 *
 * <pre>
 * expression = comparison [ "if" comparison "else" expression ]
 * comparison = sum [ ( "==" / "!=" / "&lt;" / "&lt;=" / "&gt;" / "&gt;=" ) sum ]
 * sum        = product *( ( "+" / "-" ) product )
 * product    = unary *( ( "*" / "/" / "//" / "%" ) unary )
 * unary      = ( "-" / "+" ) unary-without-filters / postfix ; *( "|" filter )
 * postfix    = primary *( "." name / "[" literal "]" )
 * primary    = number / text / "true" / "false" / "value" / "value_json" / "(" expression ")"
 * </pre>
 */
final class TemplateParser {
  private static final int MAX_TOKENS = 200;
  private static final int MAX_DEPTH = 30;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<number>[0-9]{1,18}([.][0-9]{1,18})?)|(?<name>[A-Za-z_][A-Za-z_0-9]*)"
              + "|(?<text>'[^'\\\\]*'|\"[^\"\\\\]*\")"
              + "|(?<sign>==|!=|<=|>=|//|[<>+\\-*/%().\\[\\]|,]))");
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> SUMS = Set.of("+", "-");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;
  private int depth;

  TemplateParser(String text) {
    this.text = text;
  }

  Expression parse() throws NotUnderstoodException {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (!text.substring(end).isBlank()) {
      if (!matcher.region(end, text.length()).lookingAt() || tokens.size() >= MAX_TOKENS) {
        throw new NotUnderstoodException(
            "'" + Payload.shortened(text.substring(end).strip()) + "' is not understood");
      }
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
    Expression whole = expression();
    if (at < tokens.size()) {
      throw unexpected();
    }
    return whole;
  }

  private Expression expression() throws NotUnderstoodException {
    Expression value = comparison();
    if (!take("if")) {
      return value;
    }
    Expression condition = comparison();
    if (!take("else")) {
      throw new NotUnderstoodException("'if' without 'else' is not understood");
    }
    Expression other = expression();
    return scope -> TemplateMath.isTrue(condition.in(scope)) ? value.in(scope) : other.in(scope);
  }

  private Expression comparison() throws NotUnderstoodException {
    Expression left = sum();
    String sign = peek();
    if (sign == null || !COMPARISONS.contains(sign)) {
      return left;
    }
    at++;
    Expression right = sum();
    return scope ->
        BooleanNode.valueOf(TemplateMath.compare(sign, left.in(scope), right.in(scope)));
  }

  private Expression sum() throws NotUnderstoodException {
    Expression left = product();
    for (String sign = peek(); sign != null && SUMS.contains(sign); sign = peek()) {
      at++;
      left = binary(sign, left, product());
    }
    return left;
  }

  private Expression product() throws NotUnderstoodException {
    Expression left = unary(true);
    for (String sign = peek(); sign != null && PRODUCTS.contains(sign); sign = peek()) {
      at++;
      left = binary(sign, left, unary(true));
    }
    return left;
  }

  private static Expression binary(String sign, Expression left, Expression right) {
    return scope -> TemplateMath.calculate(sign, left.in(scope), right.in(scope));
  }

  private Expression unary(boolean withFilters) throws NotUnderstoodException {
    if (++depth > MAX_DEPTH) {
      throw new NotUnderstoodException("it is nested too deep");
    }
    Expression inner;
    if (take("-")) {
      Expression positive = unary(false);
      inner = scope -> TemplateMath.calculate("-", LongNode.valueOf(0), positive.in(scope));
    } else if (take("+")) {
      inner = unary(false);
    } else {
      inner = postfix();
    }
    while (withFilters && take("|")) {
      inner = filter(inner);
    }
    depth--;
    return inner;
  }

  private Expression filter(Expression inner) throws NotUnderstoodException {
    String name = next();
    List<Expression> arguments = new ArrayList<>();
    if (take("(")) {
      while (!take(")")) {
        arguments.add(expression());
        if (!take(",") && !")".equals(peek())) {
          throw unexpected();
        }
      }
    }
    return TemplateFilters.apply(name, inner, arguments);
  }

  private Expression postfix() throws NotUnderstoodException {
    Expression inner = primary();
    while (true) {
      Expression outer = inner;
      if (take(".")) {
        String name = next();
        if (!Character.isLetter(name.charAt(0)) && name.charAt(0) != '_') {
          throw new NotUnderstoodException("'." + name + "' is not understood");
        }
        if ("(".equals(peek())) {
          throw new NotUnderstoodException("the method '" + name + "' is not understood");
        }
        inner = scope -> outer.in(scope).path(name);
      } else if (take("[")) {
        inner = item(outer);
      } else {
        return inner;
      }
    }
  }

  private Expression item(Expression outer) throws NotUnderstoodException {
    boolean isNegative = take("-");
    String key = next();
    if (!take("]")) {
      throw unexpected();
    }
    if (isText(key) && !isNegative) {
      String name = unquoted(key);
      return scope -> outer.in(scope).path(name);
    }
    if (!key.matches("[0-9]{1,6}")) {
      throw new NotUnderstoodException("'[" + key + "]' is not understood");
    }
    Place.Item step = new Place.Item((isNegative ? -1 : 1) * Integer.parseInt(key));
    return scope -> step.of(outer.in(scope));
  }

  private Expression primary() throws NotUnderstoodException {
    String token = next();
    if (token.equals("(")) {
      Expression inner = expression();
      if (!take(")")) {
        throw new NotUnderstoodException("a ')' is missing");
      }
      return inner;
    }
    if (isText(token)) {
      return constant(TextNode.valueOf(unquoted(token)));
    }
    if (Character.isDigit(token.charAt(0))) {
      return constant(
          token.contains(".")
              ? DoubleNode.valueOf(Double.parseDouble(token))
              : LongNode.valueOf(Long.parseLong(token)));
    }
    return switch (token) {
      case "value" -> scope -> TextNode.valueOf(scope.value());
      case "value_json" -> Scope::json;
      case "true", "True" -> constant(BooleanNode.TRUE);
      case "false", "False" -> constant(BooleanNode.FALSE);
      default -> throw new NotUnderstoodException("'" + token + "' is not understood");
    };
  }

  private static Expression constant(JsonNode node) {
    return scope -> node;
  }

  private static boolean isText(String token) {
    return token.startsWith("'") || token.startsWith("\"");
  }

  private static String unquoted(String token) {
    return token.substring(1, token.length() - 1);
  }

  private @Nullable String peek() {
    return at < tokens.size() ? tokens.get(at) : null;
  }

  private String next() throws NotUnderstoodException {
    if (at == tokens.size()) {
      throw new NotUnderstoodException("it ends too soon");
    }
    return tokens.get(at++);
  }

  private boolean take(String token) {
    if (token.equals(peek())) {
      at++;
      return true;
    }
    return false;
  }

  private NotUnderstoodException unexpected() {
    String token = peek();
    return new NotUnderstoodException(
        token == null ? "it ends too soon" : "'" + token + "' is not understood");
  }
}
