package io.weir.uplink.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.testing.WrittenConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configurations of the README can be used as they stand there. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  @Test
  void everySampleIsAccepted() throws Exception {
    Matcher samples = SAMPLE.matcher(Files.readString(Path.of("README.md")));
    int count = 0;
    while (samples.find()) {
      Map<String, Object> document =
          new ObjectMapper().readValue(samples.group(1), new TypeReference<>() {});
      Map<String, Object> given = new HashMap<>(document);
      if (document.get("headers") instanceof List<?> lines) {
        given.put("headers", lines.toArray(String[]::new));
      }
      Settings settings =
          Settings.of(WrittenConfig.of(HttpConfig.class, given), "g1", Path.of("etc"));
      assertThat(settings.service()).isNotNull();
      count++;
    }
    assertThat(count).isEqualTo(4);
  }
}
