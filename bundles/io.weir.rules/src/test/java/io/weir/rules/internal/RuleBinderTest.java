package io.weir.rules.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBinderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tmep > 90.0|/when: 'tmep > 90.0' cannot be used; 1:1 at 'tmep': no such input, did you mean temp?",
        "temp|/when: 'temp' cannot be used; the result must be [bool], this is double",
        "ch('pump/flo') > 1.0|1:4 at 'pump/flo': no such channel, did you mean pump/flow?",
        "ch('boiler/reset-code') > 1|no such channel",
        "ch('meter/raw') > 1|meter/raw holds bytes",
        "temp >|1:7 at the end: expected a value"
      })
  void refusesConditions(String when, String reason) {
    refused(
        rule(
            "{\"temp\":\"boiler/flow-temp\"}",
            when,
            "{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}"),
        reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "boiler/flow-tmp|/inputs/temp: 'boiler/flow-tmp' cannot be used; no such channel, did you mean boiler/flow-temp?",
        "boiler/reset-code|/inputs/temp: 'boiler/reset-code' cannot be used; its access is w"
      })
  void refusesInputs(String channel, String reason) {
    String event = "{\"event\":{\"severity\":\"info\",\"message\":\"m\"}}";
    refused(rule("{\"temp\":\"" + channel + "\"}", "true", event), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"boiler/bypas-valve\",\"value\":true`|/actions/0/write/channel: 'boiler/bypas-valve' cannot be used; no such channel, did you mean boiler/bypass-valve?",
        "`\"boiler/flow-temp\",\"value\":1.0`|/actions/0/write/channel: 'boiler/flow-temp' cannot be used; its access is r",
        "`\"meter/raw\",\"value\":\"x\"`|it holds bytes",
        "`\"meter/raw\",\"expr\":\"'x'\"`|it holds bytes",
        "`\"boiler/bypass-valve\",\"value\":1`|/actions/0/write/value: '1' cannot be used; boiler/bypass-valve takes bool values",
        "`\"boiler/reset-code\",\"value\":1.5`|boiler/reset-code takes int values",
        "`\"boiler/set-point\",\"value\":\"70\"`|boiler/set-point takes double values",
        "`\"pump/mode\",\"value\":true`|pump/mode takes string values",
        "`\"boiler/set-point\",\"value\":100.5`|/actions/0/write/value: '100.5' cannot be used; boiler/set-point takes 0.0 to 100.0",
        "`\"boiler/reset-code\",\"value\":-1`|boiler/reset-code takes 0.0 to 100.0",
        "`\"boiler/bypass-valve\",\"expr\":\"temp\"`|/actions/0/write/expr: 'temp' cannot be used; the result must be [bool], this is double",
        "`\"boiler/reset-code\",\"expr\":\"temp\"`|the result must be [int], this is double",
        "`\"boiler/set-point\",\"expr\":\"tmep\"`|/actions/0/write/expr: 'tmep' cannot be used; 1:1 at 'tmep': no such input"
      })
  void refusesWrites(String write, String reason) {
    String action = "{\"write\":{\"channel\":" + write + "}}";
    refused(rule("{\"temp\":\"boiler/flow-temp\"}", "true", action), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{tmep}|/actions/0/event/message: 'tmep' cannot be used; 1:1 at 'tmep': no such input, did you mean temp?",
        "at {temp|close the brace",
        "at {}|1:1 at the end: expected a value"
      })
  void refusesMessages(String message, String reason) {
    String action = "{\"event\":{\"severity\":\"info\",\"message\":\"" + message + "\"}}";
    refused(rule("{\"temp\":\"boiler/flow-temp\"}", "true", action), reason);
  }

  private static String rule(String inputs, String when, String action) {
    return "{\"id\":\"r\",\"inputs\":"
        + inputs
        + ",\"when\":\""
        + when
        + "\",\"actions\":["
        + action
        + "]}";
  }

  private static void refused(String json, String reason) {
    Story story = new Story();
    assertThatThrownBy(() -> story.rules(json))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason);
  }
}
