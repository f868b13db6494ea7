package io.weir.server.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration sample in README.md is right, and its table names every setting. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void theSampleCanBeUsed() throws IOException {
    String text = Files.readString(Path.of("README.md"));
    Matcher sample = SAMPLE.matcher(text);
    assertThat(sample.find()).isTrue();
    Map<String, Object> settings =
        new HashMap<>(
            new ObjectMapper()
                .readValue(sample.group(1), new TypeReference<Map<String, Object>>() {}));
    SettingTypes.check(settings, ServerConfig.class);
    settings.computeIfPresent("unit", (key, value) -> ints((List<?>) value));
    settings.computeIfPresent("allow", (key, value) -> texts((List<?>) value));
    settings.computeIfPresent("map", (key, value) -> texts((List<?>) value));

    ServerSettings usable = ServerSettings.of(Fixtures.config(settings));

    assertThat(usable.map().entries()).hasSize(7);
    for (Method method : ServerConfig.class.getDeclaredMethods()) {
      assertThat(text).contains("| `" + method.getName().replace('_', '.') + "` |");
    }
  }

  private static int[] ints(List<?> list) {
    return list.stream().mapToInt(value -> ((Number) value).intValue()).toArray();
  }

  private static String[] texts(List<?> list) {
    return list.stream().map(String.class::cast).toArray(String[]::new);
  }
}
