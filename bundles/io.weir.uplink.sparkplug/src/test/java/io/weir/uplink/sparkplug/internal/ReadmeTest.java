package io.weir.uplink.sparkplug.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration samples in README.md are right, and its table is complete. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void samplesCanBeUsed() throws IOException {
    Matcher samples = SAMPLE.matcher(readme());
    List<Settings> settings = new ArrayList<>();
    while (samples.find()) {
      Map<String, Object> sample =
          new ObjectMapper().readValue(samples.group(1), new TypeReference<>() {});
      assertThat(settings()).as("known settings").containsAll(sample.keySet());
      sample.computeIfPresent("servers", (key, list) -> ((List<?>) list).toArray(String[]::new));
      settings.add(TestConfig.settings(sample));
    }
    assertThat(settings).hasSize(2);
    assertThat(settings.get(0).servers()).hasSize(2);
    assertThat(settings.get(0).topic("NDATA")).isEqualTo("spBv1.0/Plant 1/NDATA/boiler-house");
    assertThat(settings.get(1).servers().get(0).scheme().isTls()).isTrue();
    assertThat(settings.get(1).acceptsCommands()).isFalse();
  }

  @Test
  void everySettingIsInTheTable() throws IOException {
    String readme = readme();
    assertThat(settings()).isNotEmpty().allMatch(each -> readme.contains("`" + each + "`"));
  }

  private static List<String> settings() {
    List<String> names = new ArrayList<>();
    for (Method each : SparkplugConfig.class.getDeclaredMethods()) {
      names.add(each.getName().replace('_', '.'));
    }
    return names;
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}
