package io.weir.rules.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Severity;
import io.weir.rules.internal.RuleDocument.ActionDocument;
import io.weir.rules.internal.cel.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a rule document and checks its form. */
final class RuleReader {
  static final List<String> RULE_FIELDS =
      List.of(
          "$schema",
          "id",
          "name",
          "enabled",
          "inputs",
          "when",
          "for",
          "until",
          "actions",
          "on-clear");
  static final List<String> ACTION_FIELDS = List.of("write", "event");
  static final List<String> WRITE_FIELDS = List.of("channel", "value", "expr");
  static final List<String> EVENT_FIELDS = List.of("severity", "message");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private RuleReader() {}

  /**
   * Reads a document.
   *
   * @throws ConfigException naming the field, if it is not a rule
   */
  static RuleDocument read(byte[] content) {
    Fields rule = new Fields(parse(content), "", RULE_FIELDS);
    String id = rule.text("id", "write a short name of lower-case letters, digits, . _ -");
    if (!ID.matcher(id).matches()) {
      throw new ConfigException("/id", id, "use lower-case letters, digits, . _ -");
    }
    List<ActionDocument> actions = actions(rule, "actions");
    if (actions.isEmpty()) {
      throw new ConfigException(
          "/actions", rule.get("actions") == null ? null : "[]", "name at least one action");
    }
    String name = rule.optionalText("name", "write what people call the rule");
    return new RuleDocument(
        id,
        name == null ? id : name,
        rule.flag("enabled", true),
        inputs(rule),
        rule.text("when", "write the condition, like \"temp > 90.0\""),
        duration(rule, "for"),
        rule.optionalText("until", "write what ends the rule, like \"temp < 80.0\""),
        actions,
        actions(rule, "on-clear"));
  }

  private static JsonNode parse(byte[] content) {
    try {
      return JSON.readTree(content);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? "JSON"
              : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
      throw new ConfigException(place, firstLine(e.getOriginalMessage()), "correct the JSON");
    } catch (IOException e) {
      throw new ConfigException("JSON", e.getMessage(), "correct the JSON");
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").trim();
  }

  private static Map<String, String> inputs(Fields rule) {
    JsonNode node = rule.get("inputs");
    Map<String, String> inputs = new LinkedHashMap<>();
    if (node == null) {
      return inputs;
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    Fields fields = new Fields(node, "/inputs", names);
    for (String name : names) {
      if (!Program.isName(name)) {
        throw new ConfigException(
            "/inputs",
            name,
            "an input's name has letters, digits and _, begins with no digit and is no word of CEL");
      }
      inputs.put(name, fields.text(name, "write a channel's id, like \"boiler/flow-temp\""));
    }
    return inputs;
  }

  private static Duration duration(Fields rule, String name) {
    String fix = "write a duration like 500ms, 10s, 5m or 1h";
    String text = rule.optionalText(name, fix);
    if (text == null) {
      return Duration.ZERO;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigException(rule.at(name), text, fix);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static List<ActionDocument> actions(Fields rule, String name) {
    List<ActionDocument> actions = new ArrayList<>();
    int index = 0;
    for (JsonNode node : rule.list(name)) {
      String pointer = rule.at(name) + "/" + index++;
      Fields action = new Fields(node, pointer, ACTION_FIELDS);
      JsonNode write = action.get("write");
      JsonNode event = action.get("event");
      if ((write == null) == (event == null)) {
        throw new ConfigException(
            pointer, Fields.shown(node), "name exactly one of write and event");
      }
      actions.add(
          write != null ? write(write, pointer + "/write") : event(event, pointer + "/event"));
    }
    return actions;
  }

  private static ActionDocument write(JsonNode node, String pointer) {
    Fields write = new Fields(node, pointer, WRITE_FIELDS);
    String channel = write.text("channel", "write a channel's id, like \"boiler/bypass-valve\"");
    JsonNode value = write.get("value");
    String expression = write.optionalText("expr", "write an expression, like \"temp - 5.0\"");
    if ((value == null) == (expression == null)) {
      throw new ConfigException(pointer, Fields.shown(node), "name exactly one of value and expr");
    }
    if (expression != null) {
      return new RuleDocument.WriteExpression(pointer, channel, expression);
    }
    return new RuleDocument.WriteValue(pointer, channel, scalar(value, pointer + "/value"));
  }

  private static Object scalar(@Nullable JsonNode node, String pointer) {
    if (node != null && node.isBoolean()) {
      return node.booleanValue();
    }
    if (node != null && node.isTextual()) {
      return node.textValue();
    }
    if (node != null && node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    if (node != null && node.isFloatingPointNumber() && Double.isFinite(node.doubleValue())) {
      return node.doubleValue();
    }
    throw new ConfigException(
        pointer, node == null ? null : Fields.shown(node), "write true, false, a number or a text");
  }

  private static ActionDocument event(@Nullable JsonNode node, String pointer) {
    if (node == null) {
      throw new ConfigException(pointer, null, "write an object { ... } here");
    }
    Fields event = new Fields(node, pointer, EVENT_FIELDS);
    List<String> severities =
        Arrays.stream(Severity.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList();
    String severity = event.text("severity", "write one of " + severities);
    if (!severities.contains(severity)) {
      throw new ConfigException(pointer + "/severity", severity, "write one of " + severities);
    }
    return new RuleDocument.Emit(
        pointer,
        Severity.valueOf(severity.toUpperCase(Locale.ROOT)),
        event.text("message", "write a sentence; {input} is replaced by its value"));
  }
}
