package io.weir.driver.mqtt.internal.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value stands in a JSON document: a JSON Pointer (RFC 6901) or a path.
 *
 * <pre>
 * path   = step *( "." key / bracket )
 * step   = key / bracket
 * bracket= "[" number "]"              item of a list, from 0; from the end when negative
 *        / "['" any key "']"           a key with letters that a plain one cannot have
 *        / "[" key "=" literal "]"     the first object of a list whose key has this value
 * key    = letters, digits, "_", "-", ":", "$", "@"
 * literal= "'" text "'" / number / "true" / "false"
 * </pre>
 *
 * @param text as it was written
 * @param steps from the root inwards
 */
record Place(String text, List<Step> steps) {
  private static final int MAX_TEXT = 500;
  private static final String KEY_LETTERS = "[\\p{L}\\p{N}_:$@-]+";
  private static final Pattern KEY = Pattern.compile(KEY_LETTERS);
  private static final Pattern BRACKET =
      Pattern.compile(
          "\\[(?:(?<index>-?[0-9]{1,6})|'(?<name>[^']+)'|(?<key>"
              + KEY_LETTERS
              + ")=(?:'(?<text>[^']*)'|(?<word>-?[0-9][0-9.eE+-]*|true|false)))]");
  private static final Pattern ITEM = Pattern.compile("0|[1-9][0-9]{0,8}");

  /** The whole document. */
  static final Place ROOT = new Place("", List.of());

  /** One step inwards. */
  sealed interface Step {
    /** What stands there; a missing node if nothing does. */
    JsonNode of(JsonNode node);
  }

  /** A key of an object, and, in a pointer, the number of a list's item. */
  record Key(String name, boolean isPointer) implements Step {
    @Override
    public JsonNode of(JsonNode node) {
      return isPointer && node.isArray() && ITEM.matcher(name).matches()
          ? node.path(Integer.parseInt(name))
          : node.path(name);
    }
  }

  /** An item of a list. */
  record Item(int index) implements Step {
    @Override
    public JsonNode of(JsonNode node) {
      return node.path(index < 0 && node.isArray() ? node.size() + index : index);
    }
  }

  /** The first object of a list whose key has a value. */
  record Filter(String key, String value, boolean isText) implements Step {
    @Override
    public JsonNode of(JsonNode node) {
      if (node.isArray()) {
        for (JsonNode each : node) {
          if (matches(each.path(key))) {
            return each;
          }
        }
      }
      return MissingNode.getInstance();
    }

    private boolean matches(JsonNode found) {
      if (isText) {
        return found.isTextual() && found.textValue().equals(value);
      }
      if (Character.isLetter(value.charAt(0))) {
        return found.isBoolean() && found.asText().equals(value);
      }
      return found.isNumber()
          && Double.isFinite(found.doubleValue())
          && found.decimalValue().compareTo(new BigDecimal(value)) == 0;
    }
  }

  /**
   * A pointer.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Place pointer(String text) {
    check(text);
    if (text.isEmpty()) {
      return ROOT;
    }
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("begin it with '/', as in '/sensors/0/value'");
    }
    List<Step> steps = new ArrayList<>();
    for (String token : text.substring(1).split("/", -1)) {
      if (token.replace("~0", "").replace("~1", "").contains("~")) {
        throw new IllegalArgumentException("write '~' as '~0' and '/' in a key as '~1'");
      }
      steps.add(new Key(token.replace("~1", "/").replace("~0", "~"), true));
    }
    return new Place(text, List.copyOf(steps));
  }

  /**
   * A path.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Place path(String text) {
    check(text);
    List<Step> steps = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      boolean isDot = text.charAt(at) == '.';
      Matcher key = KEY.matcher(text).region(isDot ? at + 1 : at, text.length());
      Matcher bracket = BRACKET.matcher(text).region(at, text.length());
      if ((isDot ^ steps.isEmpty()) && key.lookingAt()) {
        steps.add(new Key(key.group(), false));
        at = key.end();
      } else if (!isDot && bracket.lookingAt()) {
        steps.add(step(bracket));
        at = bracket.end();
      } else {
        throw new IllegalArgumentException(
            "write keys and brackets, as in \"sensors[type='temp'].value\"; '"
                + text.substring(at)
                + "' is neither");
      }
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("say where the value stands, as in \"sensors[0].value\"");
    }
    return new Place(text, List.copyOf(steps));
  }

  /** A pointer when it begins with a slash, else a path. */
  static Place parse(String text) {
    return text.startsWith("/") || text.isEmpty() ? pointer(text) : path(text);
  }

  private static void check(String text) {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("use at most " + MAX_TEXT + " characters");
    }
  }

  private static Step step(Matcher bracket) {
    if (bracket.group("index") != null) {
      return new Item(Integer.parseInt(bracket.group("index")));
    }
    if (bracket.group("name") != null) {
      return new Key(bracket.group("name"), false);
    }
    boolean isText = bracket.group("text") != null;
    String value = bracket.group(isText ? "text" : "word");
    if (!isText && !Character.isLetter(value.charAt(0))) {
      try {
        new BigDecimal(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("'" + value + "' is no number", e);
      }
    }
    return new Filter(bracket.group("key"), value, isText);
  }

  /** What stands here, a missing node if nothing does. */
  JsonNode in(JsonNode root) {
    JsonNode node = root;
    for (Step step : steps) {
      node = step.of(node);
    }
    return node;
  }

  @Override
  public String toString() {
    return text;
  }
}
