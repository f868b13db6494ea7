package io.weir.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.core.internal.work.ManualScheduler;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the documentation are loaded as they stand. */
class ConfigurationDocTest {
  private static final Path DOC = Path.of("../../distrib/docs/configuration.md");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "`etc/((?:devices|profiles)/[^`]+\\.json)`:\\n\\n```json\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path etc;

  @Test
  void theSamplesAreAccepted() throws IOException {
    Map<String, String> samples = samples();
    assertThat(samples)
        .containsOnlyKeys(
            "devices/boiler.json",
            "devices/hall-climate.json",
            "profiles/acme-boiler.json",
            "devices/boiler-2.json");
    for (Map.Entry<String, String> sample : samples.entrySet()) {
      Path file = etc.resolve(sample.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, sample.getValue());
    }
    FakeStatusBoard board = new FakeStatusBoard();
    Registry registry =
        new Registry(
            etc,
            etc.resolve("announced"),
            new ProfileLibrary(null),
            new MapChannelTable(),
            new Connections(board),
            board,
            new ManualScheduler(),
            new FakeClock(),
            () -> false);
    registry.scan();
    assertThat(board.parts()).noneMatch(part -> part.part().startsWith("config/"));
    assertThat(registry.devices()).hasSize(3);
  }

  @Test
  void everyFieldIsDescribed() throws IOException {
    String text = Files.readString(DOC);
    for (String name : new String[] {"device", "profile"}) {
      JsonNode schema = new ObjectMapper().readTree(schema(name));
      for (String at : new String[] {"/properties", "/$defs/channel/properties"}) {
        schema
            .at(at)
            .fieldNames()
            .forEachRemaining(
                field -> assertThat(text).contains(field.equals("$schema") ? field : "`" + field));
      }
    }
  }

  private static InputStream schema(String name) {
    return Objects.requireNonNull(
        DocumentParser.class.getResourceAsStream("/schema/" + name + ".schema.json"));
  }

  private static Map<String, String> samples() throws IOException {
    Map<String, String> samples = new LinkedHashMap<>();
    Matcher matcher = SAMPLE.matcher(Files.readString(DOC));
    while (matcher.find()) {
      samples.put(matcher.group(1), matcher.group(2));
    }
    return samples;
  }
}
