package io.weir.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.DeviceDocuments.CellProblem;
import io.weir.api.runtime.DeviceDocuments.ImportedChannels;
import io.weir.testing.FakeDriver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTableReaderTest {
  @Test
  void rowsBecomeChannels() {
    ImportedChannels read =
        read(
            "id,name,unit,access,scale,write-min,write-max,address.area,address.start\n"
                + "flow,\"Flow, \"\"hot\"\"\",Cel,r,0.1,,,a,3\n"
                + "\n"
                + "set,,,rw,,20,90.5,a,4\n");

    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.problems()).isEmpty();
    assertThat(read.channels())
        .containsExactly(
            "{\"id\":\"flow\",\"name\":\"Flow, \\\"hot\\\"\",\"unit\":\"Cel\",\"access\":\"r\","
                + "\"scale\":0.1,\"address\":{\"area\":\"a\",\"start\":3}}",
            "{\"id\":\"set\",\"access\":\"rw\",\"write\":{\"min\":20,\"max\":90.5},"
                + "\"address\":{\"area\":\"a\",\"start\":4}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void separatorsLineEndsAndTheByteOrderMarkAreRecognised(String separator) {
    String table =
        "\uFEFF"
            + "id,unit,address.area,address.start\r\na,V,x,1\r\nb,A,x,2".replace(",", separator);

    assertThat(read(table).channels()).hasSize(2);
    assertThat(read(table).problems()).isEmpty();
  }

  @Test
  void badRowsAreToldOneByOneAndTheOthersRead() {
    ImportedChannels read =
        read(
            """
            id,scale,period,address.area,address.start
            a,"0,1",1s,x,1
            b,0.1,1ms,x,2
            c,0.1,1s,x,-5
            d,0.1,1s,x,4,5
            e,0.1,1s,x,5
            e,0.1,1s,x,6
            ,0.1,1s,x,7
            Bad Id,0.1,1s,x,8
            f,ten,1s,x,9
            """);

    assertThat(read.rows()).isEqualTo(9);
    assertThat(read.channels()).singleElement().asString().contains("\"e\"");
    assertThat(read.problems())
        .extracting(CellProblem::line)
        .containsExactly(2, 3, 4, 5, 7, 8, 9, 10);
    assertThat(read.problems())
        .extracting(CellProblem::column)
        .containsExactly("scale", "period", "address.start", "", "id", "id", "id", "scale");
    assertThat(read.problems().get(0).value()).isEqualTo("0,1");
    assertThat(read.problems().get(0).reason()).contains("point");
    assertThat(read.problems().get(2).value()).isEqualTo("-5");
    assertThat(read.problems().get(4).reason()).contains("line 6");
  }

  @Test
  void valuesHaveNamesInOneCell() {
    String table = "id,values,address.area,address.start\r\nmode,0=off;-1=a=b,x,1\r\n";

    ImportedChannels read = read(table.replace("0=off;", " 0 = off ; "));

    assertThat(read.problems()).isEmpty();
    assertThat(read.channels())
        .containsExactly(
            "{\"id\":\"mode\",\"values\":{\"0\":\"off\",\"-1\":\"a=b\"},"
                + "\"address\":{\"area\":\"x\",\"start\":1}}");
    assertThat(written(read.channels())).isEqualTo(table);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "off         | off    | such as 0=off",
        "0=off;0=on  | 0=on   | once",
        "1.5=half    | 1.5    | whole number",
        "01=on       | 01     | whole number",
        "0=          | ''     | 1 to 64",
        "0=off;1=off | off    | another value",
      })
  void namesOfValuesThatCannotBeAreToldWithTheirCell(String cell, String value, String words) {
    assertThat(read("id,values,address.area,address.start\nmode," + cell + ",x,1\n").problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(2);
              assertThat(problem.column()).isEqualTo("values");
              assertThat(problem.value()).isEqualTo(value);
              assertThat(problem.reason()).contains(words);
            });
  }

  @Test
  void whatTheDeviceGivesToAllChannelsMayBeMissing() {
    assertThat(read("id,address.start\na,1\n").problems()).isEmpty();
    assertThat(read("id,address.area,address.start\na,,1\n").problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.column()).isEqualTo("address.area"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                      | column names",
        "id,colour               | colour",
        "id,id                   | once",
        "name,unit               | column id",
        "id,address.Bad Key      | address.Bad Key",
        "id,name~a,\"never ends | quotation mark",
      })
  void whatIsNoTableIsRefusedByName(String table, String words) {
    assertThatThrownBy(() -> read(table.replace('~', '\n')))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(words);
  }

  @Test
  void hostileTablesEndInAnError() {
    assertThatThrownBy(() -> new ChannelTableReader(null).read(new byte[] {'i', 'd', (byte) 0xFF}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> read("id" + ",a".repeat(500_000))).hasMessageContaining("200 columns");
    assertThatThrownBy(() -> read("id\n" + "a\n".repeat(10_001)))
        .hasMessageContaining("10000 rows");
  }

  private static String written(List<String> channels) {
    List<ObjectNode> nodes = new ArrayList<>();
    for (String channel : channels) {
      try {
        nodes.add((ObjectNode) new ObjectMapper().readTree(channel));
      } catch (JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }
    return new String(ChannelTableWriter.write(nodes), StandardCharsets.UTF_8);
  }

  private static ImportedChannels read(String table) {
    return new ChannelTableReader(new FakeDriver()).read(table.getBytes(StandardCharsets.UTF_8));
  }
}
