package io.weir.driver.i2c.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.driver.Driver;
import io.weir.api.model.Access;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration samples in README.md are right, and it names every part. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void samplesCanBeUsed() throws IOException {
    List<Map<String, Object>> samples = new ArrayList<>();
    for (MatchResult match : SAMPLE.matcher(readme()).results().toList()) {
      samples.add(JSON.readValue(match.group(1), new TypeReference<>() {}));
    }
    assertThat(samples).hasSize(5);
    Driver i2c = Fixtures.i2c(samples.get(0), new FakeI2cBus());
    Map<String, Object> spiSettings = samples.get(3);
    Driver spi = new SpiDriver(WrittenConfig.of(SpiConfig.class, spiSettings), spiSettings);
    assertThat(points(i2c, samples.get(1))).isEqualTo(3);
    assertThat(points(i2c, samples.get(2))).isEqualTo(3);
    assertThat(points(spi, samples.get(4))).isEqualTo(2);
  }

  private static int points(Driver driver, Map<String, Object> device) {
    List<Map<String, Object>> channels =
        JSON.convertValue(device.get("channels"), new TypeReference<>() {});
    for (Map<String, Object> channel : channels) {
      Map<String, Object> address = address(device);
      address.putAll(address(channel));
      String access = channel.getOrDefault("access", "r").toString().toUpperCase(Locale.ROOT);
      assertThat(driver.point(Fixtures.channel(address, Access.valueOf(access))).area())
          .isNotBlank();
    }
    return channels.size();
  }

  @Test
  void everyPartIsNamed() throws IOException {
    String readme = readme();
    assertThat(I2cDriver.KINDS).allMatch(kind -> readme.contains("| `" + kind.name() + "` |"));
    assertThat(SpiDriver.KINDS).allMatch(kind -> readme.contains("| `" + kind.name() + "` |"));
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  private static Map<String, Object> address(Map<String, Object> document) {
    return JSON.convertValue(
        document.get("address"), new TypeReference<HashMap<String, Object>>() {});
  }
}
