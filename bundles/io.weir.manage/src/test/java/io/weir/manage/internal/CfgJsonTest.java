package io.weir.manage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CfgJsonTest {
  @Test
  void plainJsonKeepsItsTypes() throws InvalidDocumentException {
    Map<String, Object> read =
        CfgJson.parse(
            "{ // a comment\n\"host\":\"127.0.0.1\",\"port\":5020,\"scale\":0.5,\"on\":true,"
                + "\"names\":[\"a\",\"b\"],\"numbers\":[1,2]}");
    assertThat(read)
        .containsEntry("host", "127.0.0.1")
        .containsEntry("port", 5020L)
        .containsEntry("scale", 0.5)
        .containsEntry("on", true)
        .containsEntry("names", new String[] {"a", "b"})
        .containsEntry("numbers", new Long[] {1L, 2L});
  }

  @Test
  void aKeyMayCarryItsType() throws InvalidDocumentException {
    Map<String, Object> read =
        CfgJson.parse(
            "{\"port:Integer\":\"5020\",\"f:Float\":1.5,\"i:int[]\":[1,2],"
                + "\"c:Collection<String>\":[\"x\"],\"ch:Character\":\"a\"}");
    assertThat(read)
        .containsEntry("port", 5020)
        .containsEntry("f", 1.5f)
        .containsEntry("i", new Integer[] {1, 2})
        .containsEntry("c", List.of("x"))
        .containsEntry("ch", 'a');
  }

  @Test
  void whatIsWrittenIsReadAgain() throws InvalidDocumentException {
    Map<String, Object> settings =
        Map.of(
            "text",
            "ü \"quoted\"",
            "long",
            1L << 60,
            "integer",
            7,
            "double",
            0.1,
            "flag",
            false,
            "list",
            new String[] {"a"},
            "none",
            new String[0],
            "ints",
            new Integer[] {3},
            "collection",
            List.of("x", "y"));
    assertThat(CfgJson.parse(CfgJson.format(settings)))
        .usingRecursiveComparison()
        .isEqualTo(new TreeMap<>(settings));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"port\":}          | line 1, column 9",
        "[1]                  | one JSON object",
        "{\"a\":1} x          | line 1, column",
        "{\"a\":{\"b\":1}}    | 'a'",
        "{\"a\":null}         | 'a'",
        "{\"a\":[1,\"x\"]}    | one type",
        "{\"a:Integer\":\"x\"}| not of type Integer",
        "{\"a:Integr\":1}     | 'Integr' is not known",
        "{\"a\":1,\"a:Integer\":1}| twice",
        "{\"a\":1,\"a\":2}    | Duplicate",
        "{\":Integer\":1}     | must have a name",
        "{\"a:Boolean\":\"yes\"}| not of type Boolean",
        "{\"a\":99999999999999999999}| 'a'",
        "{\"a:int[]\":3}      | not of type int[]"
      })
  void whatIsWrongIsNamed(String json, String reason) {
    assertThatThrownBy(() -> CfgJson.parse(json))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(reason);
  }
}
