package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README.md is right. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void samplesCanBeUsed() throws IOException {
    Matcher samples = SAMPLE.matcher(Files.readString(Path.of("README.md")));
    List<BrokerSettings> settings = new ArrayList<>();
    while (samples.find()) {
      Map<String, Object> sample =
          new ObjectMapper().readValue(samples.group(1), new TypeReference<>() {});
      assertThat(names()).containsAll(sample.keySet());
      settings.add(BrokerSettings.of(WrittenConfig.of(BrokerConfig.class, sample), "/data"));
    }
    assertThat(settings).hasSize(2);
    assertThat(settings.get(0).users().access("scada", "scada-1").mayWrite("site/pump/set"))
        .isTrue();
    assertThat(settings.get(1).users().isOpen()).isTrue();
  }

  @Test
  void everySettingIsExplained() throws IOException {
    String text = Files.readString(Path.of("README.md"));
    assertThat(names()).allSatisfy(name -> assertThat(text).contains("| `" + name + "` |"));
  }

  private static List<String> names() {
    return Arrays.stream(BrokerConfig.class.getDeclaredMethods())
        .map(Method::getName)
        .map(name -> name.replace('_', '.'))
        .toList();
  }
}
