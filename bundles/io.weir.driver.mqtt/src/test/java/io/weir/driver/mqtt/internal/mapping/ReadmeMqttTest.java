package io.weir.driver.mqtt.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.api.driver.DriverSettings;
import io.weir.testing.Mosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration samples in README-mqtt.md are right. */
@Timeout(120)
class ReadmeMqttTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private static Map<String, Object> json(String text) throws Exception {
    return new JsonMapper().readValue(text, new TypeReference<>() {});
  }

  @Test
  void samplesCanBeUsed() throws Exception {
    Matcher samples = SAMPLE.matcher(Files.readString(Path.of("README-mqtt.md")));
    assertThat(samples.find()).isTrue();
    Map<String, Object> settings = json(samples.group(1));
    DriverSettings.check(settings, MqttConfig.class);
    assertThat(samples.find()).isTrue();
    Map<String, Object> document = json(samples.group(1));
    List<Map<String, Object>> channels =
        new JsonMapper().convertValue(document.get("channels"), new TypeReference<>() {});
    Map<String, Object> address =
        new JsonMapper()
            .convertValue(document.get("address"), new TypeReference<HashMap<String, Object>>() {});
    Mosquitto broker = new Mosquitto(folder).start();
    settings.put("port", broker.port);
    try (Site site = new Site(broker.port, settings)) {
      channels.forEach(channel -> site.add(channel, address));
      site.start();
      Device.publish(
          broker.port,
          "greenhouse/climate",
          "{\"temp\": 20, \"setpoint\": 21, \"sensors\": [{\"type\": \"hum\", \"value\": 60}]}");
      Device.publish(broker.port, "greenhouse/mode", "auto");
      Device.publish(broker.port, "greenhouse/log", "{\"list\": [{\"v\": 1, \"t\": 1767225600}]}");
      Device.publish(broker.port, "greenhouse/pump", "OFF");
      site.await("pump", "false good");
      assertThat(site.last("temperature")).isEqualTo("20.0 good");
      assertThat(site.last("humidity")).isEqualTo("60.0 good");
      assertThat(site.last("fahrenheit")).isEqualTo("68.0 good");
      assertThat(site.last("setpoint")).isEqualTo("21.0 good");
      assertThat(site.last("mode")).isEqualTo("auto good");
      assertThat(site.last("log")).isEqualTo("1.0 good");
      site.write("setpoint", 22.5);
    } finally {
      broker.kill();
    }
  }
}
