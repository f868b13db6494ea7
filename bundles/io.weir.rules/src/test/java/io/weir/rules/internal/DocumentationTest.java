package io.weir.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written about rules is true. */
class DocumentationTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
  private static final Path GUIDE = Path.of("../../distrib/docs/rules.md");

  @Test
  void theSampleInTheReadmeWorks() throws IOException {
    List<String> samples = samples(Path.of("README.md"));
    assertThat(samples).hasSize(1);
    new Story()
        .rules(samples.get(0))
        .at(0, "pump/run", true, "boiler/flow-temp", 86.0)
        .tick(5.001)
        .writes("boiler/bypass-valve=true", "boiler/set-point=60.0")
        .says("WARNING Boiler at 86 °C")
        .at(6, "boiler/flow-temp", 71.5)
        .writes("boiler/bypass-valve=false")
        .says("INFO Boiler at 71.5 °C again");
  }

  @Test
  void theSamplesInTheGuideWork() throws IOException {
    List<String> samples = samples(GUIDE);
    assertThat(samples).hasSizeGreaterThan(1);
    for (String sample : samples) {
      new Story().rules(sample);
    }
  }

  @Test
  void theSchemaKnowsTheSameFields() throws IOException {
    JsonNode schema = schema();
    assertThat(names(schema.at("/properties"))).hasSameElementsAs(RuleReader.RULE_FIELDS);
    assertThat(names(schema.at("/$defs/action/properties")))
        .hasSameElementsAs(RuleReader.ACTION_FIELDS);
    assertThat(names(schema.at("/$defs/write/properties")))
        .hasSameElementsAs(RuleReader.WRITE_FIELDS);
    assertThat(names(schema.at("/$defs/event/properties")))
        .hasSameElementsAs(RuleReader.EVENT_FIELDS);
  }

  @Test
  void everyReferenceInTheSchemaLeadsSomewhere() throws IOException {
    JsonNode schema = schema();
    List<String> references = schema.findValuesAsText("$ref");
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(schema.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  private static List<String> samples(Path document) throws IOException {
    Matcher matcher = SAMPLE.matcher(Files.readString(document));
    List<String> samples = new ArrayList<>();
    while (matcher.find()) {
      samples.add(matcher.group(1));
    }
    return samples;
  }

  private static JsonNode schema() throws IOException {
    try (InputStream in = DocumentationTest.class.getResourceAsStream("/schema/rule.schema.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
