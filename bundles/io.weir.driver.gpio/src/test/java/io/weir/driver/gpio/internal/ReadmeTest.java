package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.driver.Point;
import io.weir.api.model.Access;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration samples in README.md are right. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void samplesCanBeUsed() throws Exception {
    Matcher samples = SAMPLE.matcher(Files.readString(Path.of("README.md")));
    assertThat(samples.find()).isTrue();
    Map<String, Object> settings = json(samples.group(1));
    assertThat(settings).containsOnlyKeys("chip", "pwm.chip", "queue");
    GpioConfig config =
        Bench.config(
            String.valueOf(settings.get("chip")),
            number(settings, "pwm.chip"),
            number(settings, "queue"));
    GpioDriver driver =
        new GpioDriver(
            new FakeClock(),
            new FakeStatusBoard(),
            config,
            Map.of("service.pid", "io.weir.driver.gpio~header"));
    driver.deactivate();
    assertThat(samples.find()).isTrue();
    List<Map<String, Object>> channels =
        new ObjectMapper()
            .convertValue(json(samples.group(1)).get("channels"), new TypeReference<>() {});
    assertThat(channels).hasSize(6);
    Bench bench = new Bench();
    for (int i = 0; i < channels.size(); i++) {
      Map<String, Object> channel = channels.get(i);
      String access = channel.getOrDefault("access", "r").toString().toUpperCase(Locale.ROOT);
      Point point = bench.add(i, id(channel), Access.valueOf(access), address(channel));
      bench.listen();
      assertThat(bench.read(point)).as(id(channel)).isNotNull();
    }
    assertThat(bench.status()).isEqualTo("OK ");
  }

  private static int number(Map<String, Object> settings, String name) {
    return Integer.parseInt(String.valueOf(settings.get(name)));
  }

  private static String id(Map<String, Object> channel) {
    return String.valueOf(channel.get("id"));
  }

  private static Map<String, Object> address(Map<String, Object> channel) {
    return new ObjectMapper().convertValue(channel.get("address"), new TypeReference<>() {});
  }

  private static Map<String, Object> json(String text) throws IOException {
    return new ObjectMapper().readValue(text, new TypeReference<>() {});
  }
}
