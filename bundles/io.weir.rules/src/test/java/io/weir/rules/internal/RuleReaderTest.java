package io.weir.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.model.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleReaderTest {
  private static final String RULE =
      """
      {"id":"a","when":"true","actions":[{"event":{"severity":"info","message":"m"}}]}""";

  @Test
  void readsEveryField() {
    RuleDocument rule =
        Story.document(
            """
            { "$schema": "rule.schema.json", "id": "over-heat.2", "name": "Over heat",
              "enabled": false, "inputs": { "temp": "boiler/flow-temp", "run": "pump/run" },
              "when": "temp > 90.0 && run", "for": "1500ms", "until": "temp < 80.0",
              "actions": [ { "write": { "channel": "boiler/bypass-valve", "value": true } },
                           { "write": { "channel": "boiler/set-point", "expr": "temp" } } ],
              "on-clear": [ { "event": { "severity": "critical", "message": "gone" } } ] }
            """);
    assertThat(rule.id()).isEqualTo("over-heat.2");
    assertThat(rule.name()).isEqualTo("Over heat");
    assertThat(rule.enabled()).isFalse();
    assertThat(rule.inputs()).isEqualTo(Map.of("temp", "boiler/flow-temp", "run", "pump/run"));
    assertThat(rule.when()).isEqualTo("temp > 90.0 && run");
    assertThat(rule.until()).isEqualTo("temp < 80.0");
    assertThat(rule.holdFor()).isEqualTo(Duration.ofMillis(1500));
    assertThat(rule.actions())
        .containsExactly(
            new RuleDocument.WriteValue("/actions/0/write", "boiler/bypass-valve", true),
            new RuleDocument.WriteExpression("/actions/1/write", "boiler/set-point", "temp"));
    assertThat(rule.onClear())
        .isEqualTo(List.of(new RuleDocument.Emit("/on-clear/0/event", Severity.CRITICAL, "gone")));
  }

  @Test
  void knowsWhatIsMeantByWhatIsLeftOut() {
    RuleDocument rule = Story.document(RULE);
    assertThat(rule.name()).isEqualTo("a");
    assertThat(rule.enabled()).isTrue();
    assertThat(rule.inputs()).isEmpty();
    assertThat(rule.holdFor()).isEqualTo(Duration.ZERO);
    assertThat(rule.until()).isNull();
    assertThat(rule.onClear()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"10s,10000", "5m,300000", "2h,7200000", "1d,86400000", "0s,0"})
  void readsDurations(String text, long millis) {
    String json = RULE.replace("\"when\"", "\"for\":\"" + text + "\",\"when\"");
    assertThat(Story.document(json).holdFor()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{`|line 1, column 2: 'Unexpected end-of-input",
        "`[]`|/: '[]' cannot be used; write an object",
        "`{\"id\":\"a\",\"id\":\"b\"}`|line 1, column 15: 'Duplicate field 'id''",
        "`{} x`|line 1, column 4: 'Unrecognized token",
        "`{}`|/id: is missing; write a short name",
        "`{\"id\":7}`|/id: '7' cannot be used",
        "`{\"id\":\"Über\"}`|/id: 'Über' cannot be used; use lower-case letters",
        "`{\"id\":\" \"}`|/id: ' ' cannot be used",
        "`{\"id\":\"a\",\"onClear\":[]}`|/onClear: '[]' cannot be used; no such field, did you mean on-clear?",
        "`{\"id\":\"a\",\"priority\":3}`|/priority: '3' cannot be used; no such field; known are",
        "`{\"id\":\"a\"}`|/actions: is missing; name at least one action",
        "`{\"id\":\"a\",\"actions\":[]}`|/actions: '[]' cannot be used; name at least one action",
        "`{\"id\":\"a\",\"actions\":{}}`|/actions: '{}' cannot be used; write a list",
        "`{\"id\":\"a\",\"actions\":[3]}`|/actions/0: '3' cannot be used; write an object",
        "`{\"id\":\"a\",\"actions\":[{}]}`|/actions/0: '{}' cannot be used; name exactly one of write and event",
        "`{\"id\":\"a\",\"actions\":[{\"write\":{},\"event\":{}}]}`|name exactly one of write and event",
        "`{\"id\":\"a\",\"actions\":[{\"alarm\":{}}]}`|/actions/0/alarm: '{}' cannot be used; no such field",
        "`{\"id\":\"a\",\"actions\":[{\"write\":true}]}`|/actions/0/write: 'true' cannot be used",
        "`{\"id\":\"a\",\"actions\":[{\"write\":{}}]}`|/actions/0/write/channel: is missing",
        "`{\"id\":\"a\",\"actions\":[{\"write\":{\"channel\":\"x/y\"}}]}`|name exactly one of value and expr",
        "`{\"id\":\"a\",\"actions\":[{\"write\":{\"channel\":\"x/y\",\"value\":1,\"expr\":\"1\"}}]}`|name exactly one of value and expr",
        "`{\"id\":\"a\",\"actions\":[{\"write\":{\"channel\":\"x/y\",\"value\":null}}]}`|/actions/0/write/value: 'null' cannot be used; write true, false",
        "`{\"id\":\"a\",\"actions\":[{\"write\":{\"channel\":\"x/y\",\"value\":[1]}}]}`|/actions/0/write/value: '[1]' cannot be used",
        "`{\"id\":\"a\",\"actions\":[{\"write\":{\"channel\":\"x/y\",\"value\":9223372036854775808}}]}`|/actions/0/write/value: '9223372036854775808' cannot be used",
        "`{\"id\":\"a\",\"actions\":[{\"write\":{\"channel\":\"x/y\",\"value\":1e999}}]}`|/actions/0/write/value",
        "`{\"id\":\"a\",\"actions\":[{\"event\":{}}]}`|/actions/0/event/severity: is missing; write one of [info, warning, critical]",
        "`{\"id\":\"a\",\"actions\":[{\"event\":{\"severity\":\"high\"}}]}`|/actions/0/event/severity: 'high' cannot be used; write one of [info, warning, critical]",
        "`{\"id\":\"a\",\"actions\":[{\"event\":{\"severity\":\"info\"}}]}`|/actions/0/event/message: is missing",
        "`{\"id\":\"a\",\"inputs\":[],\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/inputs: '[]' cannot be used; write an object",
        "`{\"id\":\"a\",\"inputs\":{\"flow-temp\":\"x/y\"},\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/inputs: 'flow-temp' cannot be used; an input's name has letters",
        "`{\"id\":\"a\",\"inputs\":{\"in\":\"x/y\"},\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/inputs: 'in' cannot be used",
        "`{\"id\":\"a\",\"inputs\":{\"t\":5},\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/inputs/t: '5' cannot be used; write a channel's id",
        "`{\"id\":\"a\",\"enabled\":\"yes\",\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/enabled: 'yes' cannot be used; write true or false",
        "`{\"id\":\"a\",\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/when: is missing; write the condition",
        "`{\"id\":\"a\",\"when\":\"true\",\"for\":\"10\",\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/for: '10' cannot be used; write a duration like",
        "`{\"id\":\"a\",\"when\":\"true\",\"for\":10,\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/for: '10' cannot be used; write a duration like",
        "`{\"id\":\"a\",\"when\":\"true\",\"until\":false,\"actions\":[{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}]}`|/until: 'false' cannot be used; write what ends the rule"
      })
  void refusesWhatIsNoRule(String json, String reason) {
    assertThatThrownBy(() -> RuleReader.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }
}
