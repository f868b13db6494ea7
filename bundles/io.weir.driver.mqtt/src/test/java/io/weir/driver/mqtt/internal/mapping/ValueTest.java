package io.weir.driver.mqtt.internal.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.api.model.ValueType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "DOUBLE; 21.5; 21.5",
        "DOUBLE; \"21.5\"; 21.5",
        "DOUBLE; \" -1e3 \"; -1000.0",
        "DOUBLE; 7; 7.0",
        "INTEGER; 9223372036854775807; 9223372036854775807",
        "INTEGER; \"9223372036854775807\"; 9223372036854775807",
        "INTEGER; 3.0; 3",
        "INTEGER; \"3.0\"; 3",
        "INTEGER; -5; -5",
        "BOOLEAN; true; true",
        "BOOLEAN; false; false",
        "BOOLEAN; \"ON\"; true",
        "BOOLEAN; \"off\"; false",
        "BOOLEAN; 1; true",
        "BOOLEAN; 0; false",
        "TEXT; \"heat\"; heat",
        "TEXT; 4.5; 4.5",
        "TEXT; true; true",
      })
  void valuesAreTakenAsWhatTheyAre(ValueType type, String json, String expected) throws Exception {
    Value value = Value.of(new Payload(json.getBytes(UTF_8)).json(), type, null);
    assertThat(String.valueOf(type.box(value.bits(), value.object()))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "DOUBLE; true; 'true', not a number",
        "DOUBLE; null; null, which is no value",
        "DOUBLE; {\"a\": 1}; an object, not a number",
        "DOUBLE; [1]; a list, not a number",
        "DOUBLE; \"21.5 C\"; '21.5 C', not a number",
        "DOUBLE; \"\"; '', not a number",
        "DOUBLE; \"NaN\"; 'NaN', not a number",
        "DOUBLE; \"0x10\"; '0x10', not a number",
        "DOUBLE; \"1,5\"; '1,5', not a number",
        "DOUBLE; 1e999; Infinity, too large a number",
        "DOUBLE; \"1e999\"; 1e999, too large a number",
        "INTEGER; 3.5; 3.5, not an integer",
        "INTEGER; \"3.5\"; 3.5, not an integer of 64 bits",
        "INTEGER; 9223372036854775808; 9223372036854775808, more than 64 bits",
        "INTEGER; \"1e30\"; 1E+30, more than 64 bits",
        "INTEGER; 1e17; 1.0E17, too large to be exact",
        "INTEGER; true; 'true', not a number",
        "BOOLEAN; 2; '2', which is neither true nor false",
        "BOOLEAN; \"open\"; 'open', which is neither true nor false",
        "BOOLEAN; []; a list, not a true or false",
        "TEXT; {}; an object, not a text",
      })
  void wrongTypesAreNoValue(ValueType type, String json, String why) {
    assertThatThrownBy(() -> Value.of(new Payload(json.getBytes(UTF_8)).json(), type, null))
        .isInstanceOf(NoValueException.class)
        .hasMessage(why);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "open, closed, \"open\", true",
        "open, closed, \"closed\", false",
        "open, closed, \"OPEN\",",
        "True, False, true, true",
        "1, 2, 2, false",
        "true, false, \"false\", false",
        "on, off, true,",
      })
  void aDeviceHasWordsOfItsOwn(String on, String off, String json, @Nullable Boolean expected)
      throws Exception {
    Words words = new Words(on, off);
    if (expected == null) {
      assertThatThrownBy(() -> value(json, words)).isInstanceOf(NoValueException.class);
    } else {
      assertThat(value(json, words).bits() != 0).isEqualTo(expected);
    }
  }

  private static Value value(String json, Words words) throws NoValueException {
    return Value.of(new Payload(json.getBytes(UTF_8)).json(), ValueType.BOOLEAN, words);
  }

  @Test
  void aLongTextIsRefused() {
    assertThatThrownBy(() -> Value.of(TextNode.valueOf("x".repeat(4_097)), ValueType.TEXT, null))
        .hasMessage("a text of 4097 characters, more than 4096");
  }

  @Test
  void whatIsNoUtf8IsNoText() {
    Payload payload = new Payload(new byte[] {'1', (byte) 0xC3, (byte) 0x28});
    assertThatThrownBy(payload::value).hasMessage("the payload of 3 bytes is no UTF-8");
    assertThatThrownBy(payload::json).hasMessage("the payload of 3 bytes is no UTF-8");
  }

  @Test
  void aDocumentNestedTooDeepIsRefused() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    assertThatThrownBy(() -> new Payload(deep.getBytes(UTF_8)).json())
        .isInstanceOf(NoValueException.class)
        .hasMessageStartingWith("the payload is no JSON: Document nesting depth (65) exceeds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\":1}}",
        "1 2",
        "{\"a\":1,\"a\":2}",
        "NaN",
        "{a:1}",
        "tru",
        "{'a':1}",
        "[1,]",
        "\u0000",
        "\"\u0001\""
      })
  void whatIsNoJsonIsSaid(String text) {
    assertThatThrownBy(() -> new Payload(text.getBytes(UTF_8)).json())
        .isInstanceOf(NoValueException.class)
        .hasMessageStartingWith("the payload is ");
  }
}
