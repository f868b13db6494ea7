package io.weir.driver.mqtt.internal.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final String PAYLOAD =
      "{\"t\": 21.5, \"s\": \"3.25\", \"i\": 7, \"on\": true, \"mode\": \"Heat\", \"z\": 0,"
          + " \"a\": {\"b\": [1, 2, {\"c-d\": 9}]}, \"big\": 9223372036854775807, \"n\": null}";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{{ value_json.t }}; 21.5",
        "{{value_json.t}}; 21.5",
        "{{- value_json.t -}}; 21.5",
        "{{ value_json['t'] }}; 21.5",
        "{{ value_json[\"a\"].b[1] }}; 2",
        "{{ value_json.a.b[-1]['c-d'] }}; 9",
        "{{ value_json.s | float }}; 3.25",
        "{{ value_json.s | float(0) }}; 3.25",
        "{{ value_json.s | int }}; 3",
        "{{ value_json.s|float|round(1) }}; 3.2",
        "{{ value_json.t | round }}; 22",
        "{{ (value_json.t + 1) | round(0) }}; 22",
        "{{ value_json.t * 2 }}; 43.0",
        "{{ value_json.t * 1.8 + 32 }}; 70.7",
        "{{ value_json.i / 2 }}; 3.5",
        "{{ value_json.i // 2 }}; 3",
        "{{ value_json.i % 4 }}; 3",
        "{{ (0 - value_json.i) // 2 }}; -4",
        "{{ -value_json.i | abs }}; 7",
        "{{ 2 - 10 | abs }}; -8",
        "{{ value_json.i * 10 | round }}; 70",
        "{{ value_json.mode | lower }}; \"heat\"",
        "{{ value_json.mode | upper }}; \"HEAT\"",
        "{{ value_json.t | is_defined }}; 21.5",
        "{{ 'ON' if value_json.on else 'OFF' }}; \"ON\"",
        "{{ 'ON' if value_json.z else 'OFF' }}; \"OFF\"",
        "{{ 'a' if value_json.i > 7 else 'b' if value_json.i == 7 else 'c' }}; \"b\"",
        "{{ value_json.mode == 'Heat' }}; true",
        "{{ value_json.mode != \"Heat\" }}; false",
        "{{ value_json.on }}; true",
        "{{ 3 }}; 3",
      })
  void makesTheValue(String template, String value) throws Exception {
    assertThat(evaluate(template, PAYLOAD)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "{{ value }}, 21.50, '\"21.50\"'",
    "{{ value | float }}, 21.50, 21.5",
    "{{ value | int }}, 21.50, 21",
    "{{ value | float / 10 }}, 215, 21.5",
    "{{ value | round(1) }}, 2.25, 2.2",
    "{{ value == 'ON' }}, ON, true",
  })
  void valueIsThePayload(String template, String payload, String value) throws Exception {
    assertThat(evaluate(template, payload)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{{ value_json.gone }}; MISSING",
        "{{ value_json.gone.deeper }}; MISSING",
        "{{ value_json.gone | float(0) }}; MISSING",
        "{{ value_json.gone | is_defined }}; MISSING",
        "{{ value_json.gone + 1 }}; MISSING",
        "{{ 'ON' if value_json.gone else 'OFF' }}; MISSING",
        "{{ 'ON' if value_json.gone == 1 else 'OFF' }}; MISSING",
        "{{ value_json.mode | float }}; WRONG",
        "{{ value_json.mode | float(7) }}; WRONG",
        "{{ value_json.mode + 1 }}; WRONG",
        "{{ value_json.s * 2 }}; WRONG",
        "{{ value_json.on * 2 }}; WRONG",
        "{{ value_json.i / 0 }}; WRONG",
        "{{ value_json.i // 0 }}; WRONG",
        "{{ value_json.i % 0 }}; WRONG",
        "{{ value_json.a | float }}; WRONG",
        "{{ value_json.n | int }}; WRONG",
        "{{ value_json.mode > 3 }}; WRONG",
        "{{ value_json.big + 1 }}; RANGE",
      })
  void noValueIsGuessed(String template, String kind) {
    assertThatThrownBy(() -> evaluate(template, PAYLOAD))
        .isInstanceOfSatisfying(
            NoValueException.class, e -> assertThat(e.kind()).hasToString(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{{ }}",
        "{{}}",
        "value",
        "T: {{ value }}",
        "{{ value }}{{ value }}",
        "{% if value %}1{% endif %}",
        "{{ states('sensor.x') }}",
        "{{ value_json.x | timestamp_local }}",
        "{{ value_json.x | default(0) }}",
        "{{ value_json.x.split(',')[0] }}",
        "{{ value_json.x | round(n) }}",
        "{{ value_json.x | round(value) }}",
        "{{ value_json.x | round(1, 'floor') }}",
        "{{ value_json.x and value_json.y }}",
        "{{ value_json.x is defined }}",
        "{{ value_json[value] }}",
        "{{ value_json.x ~ 'a' }}",
        "{{ (value }}",
        "{{ value | }}",
        "{{ 'a\\'b' }}",
        "{{ 1 if value }}",
        "{{ value . }}",
      })
  void whatIsNotUnderstoodIsSaid(String template) {
    assertThatThrownBy(() -> Template.parse(template))
        .isInstanceOf(NotUnderstoodException.class)
        .message()
        .isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "1 if 1 else ", "value_json."})
  void longOnesAreRefusedAndCostNothing(String piece) {
    assertThatThrownBy(() -> Template.parse("{{ " + piece.repeat(100_000) + "1 }}"))
        .isInstanceOf(NotUnderstoodException.class);
  }

  private static String evaluate(String template, String payload) throws Exception {
    return Template.parse(template).in(new Payload(payload.getBytes(UTF_8))).toString();
  }
}
