package io.weir.driver.onewire.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.model.Access;
import io.weir.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration samples in README.md are right. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void samplesCanBeUsed() throws IOException {
    Matcher samples = SAMPLE.matcher(Files.readString(Path.of("README.md")));
    assertThat(samples.find()).isTrue();
    OneWireDriver driver = FakeBus.driver(json(samples.group(1)), Path.of("/"), new FakeClock());
    assertThat(samples.find()).isTrue();
    Map<String, Object> device = json(samples.group(1));
    List<Map<String, Object>> channels =
        JSON.convertValue(device.get("channels"), new TypeReference<>() {});
    assertThat(channels).hasSize(Measure.values().length);
    for (Map<String, Object> channel : channels) {
      Map<String, Object> address = address(device);
      address.putAll(address(channel));
      String access = channel.getOrDefault("access", "r").toString().toUpperCase(Locale.ROOT);
      assertThat(driver.point(FakeBus.channel(address, Access.valueOf(access))).area())
          .startsWith("28-");
    }
  }

  private static Map<String, Object> address(Map<String, Object> document) {
    return JSON.convertValue(
        document.get("address"), new TypeReference<HashMap<String, Object>>() {});
  }

  private static Map<String, Object> json(String text) throws IOException {
    return JSON.readValue(text, new TypeReference<>() {});
  }
}
