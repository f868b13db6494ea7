package io.weir.uplink.sparkplug.internal.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Software that is not ours reads what we write, and we read what it writes. */
class NodeSparkplugTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatWeWriteIsRead() throws Exception {
    Payload payload = PayloadTest.everythingForNode();
    String said = NodeSparkplug.run("decode.js", List.of(PayloadWriter.write(payload)));
    JsonNode root = JSON.readTree(said);
    assertThat(root.path("seq").asText()).isEqualTo("255");
    assertThat(root.path("timestamp").asText()).isEqualTo("1763920000123");
    JsonNode temperature = metric(root, "temp");
    assertThat(temperature.path("value").doubleValue()).isEqualTo(21.5);
    assertThat(temperature.path("type").asText()).isEqualTo("Double");
    assertThat(temperature.path("alias").asText()).isEqualTo("7");
    assertThat(temperature.at("/properties/engUnit/value").asText()).isEqualTo("°C");
    assertThat(temperature.at("/properties/Quality/value").asInt()).isEqualTo(192);
    assertThat(temperature.at("/properties/set/value/low/value").asDouble()).isEqualTo(-1.5);
    assertThat(metric(root, "int64").path("value").asText())
        .isEqualTo(Long.toString(Long.MIN_VALUE));
    assertThat(metric(root, "boolean").path("value").asBoolean(true)).isFalse();
    assertThat(metric(root, "string").path("value").asText()).isEqualTo("Grüße");
    assertThat(metric(root, "null").path("value").isNull()).isTrue();
    assertThat(metric(root, "table").at("/value/columns/1").asText()).isEqualTo("text");
    assertThat(metric(root, "table").at("/value/rows/0/1").asText()).isEqualTo("a");
    assertThat(metric(root, "Device").at("/value/isDefinition").asBoolean()).isTrue();
    assertThat(metric(root, "this").at("/value/templateRef").asText()).isEqualTo("Device");
    assertThat(metric(root, "this").at("/value/metrics/0/value").asText()).isEqualTo("Boiler");
  }

  @Test
  void whatItWritesWeRead() throws Exception {
    byte[] bytes = Base64.getDecoder().decode(NodeSparkplug.run("encode.js", List.of()).strip());
    Payload payload = PayloadReader.read(bytes);
    assertThat(payload.seq()).isEqualTo(7);
    Map<String, Metric> metrics = new HashMap<>();
    payload.metrics().forEach(each -> metrics.put(String.valueOf(each.name()), each));
    assertThat(value(metrics, "int8")).isEqualTo(-1);
    assertThat(((Number) value(metrics, "uint32")).longValue() & 0xFFFF_FFFFL)
        .isEqualTo(4_294_967_295L);
    assertThat(value(metrics, "int64")).isEqualTo(12_345_678_901L);
    assertThat(value(metrics, "float")).isEqualTo(0.5f);
    assertThat(value(metrics, "double")).isEqualTo(21.5);
    assertThat(value(metrics, "boolean")).isEqualTo(true);
    assertThat(value(metrics, "string")).isEqualTo("Grüße");
    assertThat(value(metrics, "date")).isEqualTo(1_763_920_000_123L);
    DataSet table = (DataSet) value(metrics, "table");
    assertThat(table.rows()).containsExactly(List.of("x", 1L), List.of("y", 2L));
    Template template = (Template) value(metrics, "template");
    assertThat(template.isDefinition()).isTrue();
    assertThat(template.metrics().get(0).value()).isEqualTo(3);
    assertThat(template.parameters().get(0).value()).isEqualTo("v");
    assertThat(Objects.requireNonNull(metrics.get("null")).value()).isNull();
    Metric withAlias = Objects.requireNonNull(metrics.get("double"));
    assertThat(withAlias.alias()).isEqualTo(9);
    assertThat(Objects.requireNonNull(withAlias.properties()).get("engUnit")).isEqualTo("Cel");
  }

  private static JsonNode metric(JsonNode payload, String name) {
    for (JsonNode each : payload.path("metrics")) {
      if (each.path("name").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError(name + " is not in " + payload);
  }

  private static Object value(Map<String, Metric> metrics, String name) {
    return Objects.requireNonNull(Objects.requireNonNull(metrics.get(name)).value());
  }
}
