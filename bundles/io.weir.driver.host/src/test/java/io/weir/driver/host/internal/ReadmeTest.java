package io.weir.driver.host.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples in README.md are right, and it names every measure. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theProfilesChannelsHaveValuesOnARaspberryPi(@TempDir Path root) throws Exception {
    Matcher samples = SAMPLE.matcher(readme());
    assertThat(samples.find()).isTrue();
    HostDriver driver = new HostDriver(json(samples.group(1)), root);
    assertThat(samples.find()).isTrue();
    Map<String, Object> profile = json(samples.group(1));
    assertThat(profile).containsEntry("id", "host-raspberry-pi");
    FakePi pi = new FakePi(root);
    driver.connect();
    pi.file("/proc/stat", "cpu  1030 0 510 8050 510 0 0 0 0 0\n");
    List<Map<String, Object>> channels =
        JSON.convertValue(profile.get("channels"), new TypeReference<>() {});
    assertThat(channels).hasSizeGreaterThan(10);
    for (Map<String, Object> channel : channels) {
      Map<String, Object> address =
          JSON.convertValue(channel.get("address"), new TypeReference<>() {});
      assertThat(FakePi.read(driver, address)).as("%s", address).isNotInstanceOf(String.class);
    }
    assertThat(samples.find()).isTrue();
    assertThat(json(samples.group(1))).containsEntry("profile", profile.get("id"));
  }

  @Test
  void everyMeasureIsNamed() throws IOException {
    String readme = readme();
    for (Measure measure : Measure.values()) {
      assertThat(readme).contains("| `" + measure.word() + "` |");
    }
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  private static Map<String, Object> json(String text) throws IOException {
    return JSON.readValue(text, new TypeReference<>() {});
  }
}
