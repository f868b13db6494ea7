package io.weir.server.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapParserTest {
  @Test
  void anEntryIsReadInFull() {
    Entry entry =
        MapParser.parse(List.of("holding 10 int32 CDAB boiler/flow-temp rw scale=0.1 offset=-40"))
            .get(0);

    assertThat(entry)
        .isEqualTo(
            new Entry(
                0,
                Table.HOLDING,
                10,
                2,
                DataType.INT32,
                RegisterOrder.CDAB,
                0.1,
                -40,
                "boiler/flow-temp",
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "relay 0 a/b, map entry 2 table: 'relay'",
    "coil 65536 a/b, map entry 2 address: '65536'",
    "holding x int16 a/b, map entry 2 address: 'x'",
    "holding 65535 int32 a/b, map entry 2 address: '65535'",
    "holding 0 a/b, map entry 2 type: is missing",
    "holding 0 int17 a/b, map entry 2 word: 'int17'",
    "holding 0 int16 ACBD a/b, map entry 2 word: 'ACBD'",
    "holding 0 int16 A/B, map entry 2 channel: 'A/B'",
    "holding 0 int16 rw, map entry 2 channel: is missing",
    "input 0 int16 a/b rw, map entry 2 access: 'rw'",
    "holding 0 quality a/b rw, map entry 2 access: 'rw'",
    "coil 0 int16 a/b, map entry 2 type: 'INT16'",
    "coil 0 CDAB a/b, map entry 2 order: 'CDAB'",
    "holding 0 float32 a/b scale=2, map entry 2 scale",
    "holding 0 int16 a/b scale=0, map entry 2 scale: '0.0'",
    "holding 0 int16 a/b scale=NaN, map entry 2 scale: 'NaN'",
    "holding 0 string a/b, map entry 2 length: is missing",
    "holding 0 string a/b length=126, map entry 2 length: '126'",
    "holding 0 int16 a/b length=2, map entry 2 length: '2'",
    "holding 0 int16 a/b factor=2, map entry 2 factor: '2'",
    "coil 0, map entry 2: 'coil 0'"
  })
  void aWrongEntryIsNamed(String line, String message) {
    assertThatThrownBy(() -> MapParser.parse(List.of("coil 9 a/b", line)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({"holding 1 int16 a/c", "holding 0 uint64 a/c", "holding 3 int32 a/c"})
  void overlapsAreRefused(String line) {
    List<Entry> entries = MapParser.parse(List.of("holding 1 uint64 a/b", line));

    assertThatThrownBy(() -> new RegisterMap(entries))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("map entry 2 address")
        .hasMessageContaining("overlaps entry 1");
  }

  @Test
  void neighboursAndOtherTablesDoNotOverlap() {
    new RegisterMap(
        MapParser.parse(
            List.of(
                "holding 2 int32 a/b",
                "holding 4 int16 a/b",
                "holding 1 int16 a/b",
                "input 2 int32 a/b",
                "coil 2 a/b")));
  }
}
