package io.weir.driver.mqtt.internal.zigbee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.driver.DriverSettings;
import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ConfigException;
import io.weir.api.model.ValueType;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration samples in README.md are right, and wrong settings are named. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void samplesCanBeUsed() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Matcher samples = SAMPLE.matcher(readme.substring(readme.indexOf("## Zigbee")));
    List<JsonNode> documents = new ArrayList<>();
    while (samples.find()) {
      documents.add(Bench.json(samples.group(1)));
    }
    Map<String, Object> config =
        new ObjectMapper().convertValue(documents.get(0), new TypeReference<>() {});
    DriverSettings.check(config, ZigbeeConfig.class);
    ZigbeeSettings settings = Bench.settings(config);
    assertThat(settings.login().clientId()).isEqualTo("weir-gateway-home");
    ZigbeeDriver driver = new ZigbeeDriver(new FakeClock(), new FakeStatusBoard(), settings);
    assertThat(documents.get(1).path("profile").asText()).isEqualTo("announced");
    JsonNode device = documents.get(2);
    assertThat(device.path("channels")).hasSize(4);
    for (JsonNode channel : device.path("channels")) {
      Map<String, Object> address = address(device);
      address.putAll(address(channel));
      assertThat(driver.point(channel(address)).area()).isEqualTo("0x00158d00a000000c");
    }
    driver.deactivate();
  }

  @ParameterizedTest
  @CsvSource({
    "host, ''",
    "port, 70000",
    "base.topic, a/#",
    "base.topic, /a",
    "base.topic, ''",
    "timeout.ms, 1",
    "connect.timeout.ms, 1",
    "keep.alive.s, 1",
    "queue, 1",
    "max.message.kb, 0",
    "ca.file, ca.pem",
    "password, plain"
  })
  void aWrongSettingIsNamed(String field, String value) {
    boolean isNumber = value.matches("[0-9]+");
    Map<String, Object> given = Map.of(field, isNumber ? Integer.valueOf(value) : value);
    assertThatThrownBy(() -> Bench.settings(given))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static Map<String, Object> address(JsonNode document) {
    return new ObjectMapper()
        .convertValue(document.get("address"), new TypeReference<HashMap<String, Object>>() {});
  }

  private static Channel channel(Map<String, Object> address) {
    return new Channel(
        new ChannelInfo(0, "device/channel", ValueType.DOUBLE, ""),
        "channel",
        Access.RW,
        null,
        address,
        Conditioning.NONE,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }
}
