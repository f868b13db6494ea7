package io.weir.driver.lwm2m.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.driver.Driver;
import io.weir.api.model.Access;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.PushBench;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration samples in the documentation are right. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "../../distrib/docs/lwm2m.md"})
  void samplesCanBeUsed(String file) throws IOException {
    Matcher samples = SAMPLE.matcher(Files.readString(Path.of(file)));
    List<String> kinds = new ArrayList<>();
    Driver last = server(Map.of("plain.port", 5683, "port", 0));
    while (samples.find()) {
      Map<String, Object> sample =
          new ObjectMapper().readValue(samples.group(1), new TypeReference<>() {});
      if (sample.containsKey("channels")) {
        kinds.add("device of " + channels(last, sample));
      } else {
        last = server(sample);
        kinds.add("server");
      }
    }
    assertThat(kinds).containsExactly("server", "server", "device of 4");
  }

  @Test
  void allSettingsAreNamed() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (Method setting : Lwm2mConfig.class.getDeclaredMethods()) {
      assertThat(readme).contains("`" + setting.getName().replace('_', '.') + "`");
    }
  }

  private static int channels(Driver driver, Map<String, Object> device) {
    List<Map<String, Object>> channels =
        new ObjectMapper().convertValue(device.get("channels"), new TypeReference<>() {});
    for (Map<String, Object> channel : channels) {
      Map<String, Object> address = address(device);
      address.putAll(address(channel));
      String access = channel.getOrDefault("access", "r").toString().toUpperCase(Locale.ROOT);
      assertThat(driver.point(PushBench.channel(0, "d/c", Access.valueOf(access), address)).area())
          .isNotEmpty();
    }
    return channels.size();
  }

  private static Map<String, Object> address(Map<String, Object> document) {
    return new ObjectMapper()
        .convertValue(
            document.getOrDefault("address", Map.of()),
            new TypeReference<HashMap<String, Object>>() {});
  }

  private static Driver server(Map<String, Object> sample) {
    Map<String, Object> settings = new HashMap<>(sample);
    settings.computeIfPresent("psk", (key, list) -> ((List<?>) list).toArray(new String[0]));
    return new Lwm2mDriver(
        new FakeClock(),
        new FakeStatusBoard(),
        new FakeSecretStore(),
        WrittenConfig.of(Lwm2mConfig.class, settings),
        Fixtures.settings(settings));
  }
}
