package io.weir.rules.internal;

import io.weir.api.model.ConfigException;
import io.weir.rules.internal.cel.CelType;
import io.weir.rules.internal.cel.Frame;
import io.weir.rules.internal.cel.Numbers;
import io.weir.rules.internal.cel.Program;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message with expressions in braces: {@code Boiler at {temp} °C}. A brace itself is doubled. A
 * value that is not known shows as {@code unknown}; doubles show seven digits.
 */
final class Template {
  private static final MathContext SHOWN = new MathContext(7);

  private final List<String> texts = new ArrayList<>();
  private final List<Program> programs = new ArrayList<>();

  /**
   * @throws ConfigException if a brace is not closed or an expression cannot be used
   */
  Template(String message, RuleScope scope, String pointer) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < message.length()) {
      char c = message.charAt(at);
      boolean doubled = at + 1 < message.length() && message.charAt(at + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        text.append(c);
        at += 2;
      } else if (c == '{') {
        int end = message.indexOf('}', at);
        if (end < 0) {
          throw new ConfigException(pointer, message, "close the brace, or write {{ for one brace");
        }
        texts.add(text.toString());
        text.setLength(0);
        String expression = message.substring(at + 1, end);
        programs.add(scope.compile(expression, pointer, List.of(CelType.values())));
        at = end + 1;
      } else {
        text.append(c);
        at++;
      }
    }
    texts.add(text.toString());
  }

  /** The message with the values of this moment. */
  String render(Frame frame) {
    StringBuilder out = new StringBuilder(texts.get(0));
    for (int i = 0; i < programs.size(); i++) {
      out.append(show(programs.get(i).evalObject(frame))).append(texts.get(i + 1));
    }
    return out.toString();
  }

  private static String show(@Nullable Object value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      return Numbers.print(new BigDecimal(number).round(SHOWN).doubleValue());
    }
    return value == null ? "unknown" : value.toString();
  }
}
