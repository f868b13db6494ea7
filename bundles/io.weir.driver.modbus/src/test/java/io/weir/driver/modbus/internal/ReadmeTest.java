package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.model.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration samples in README.md are right. */
class ReadmeTest {
  private static final Pattern SAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  @Test
  void samplesCanBeUsed() throws IOException {
    Matcher samples = SAMPLE.matcher(Files.readString(Path.of("README.md")));
    Set<Object> transports = new HashSet<>();
    ModbusDriver driver = Fixtures.driver(Map.of("host", "plc"));
    List<Map<String, Object>> devices = new ArrayList<>();
    while (samples.find()) {
      Map<String, Object> sample = json(samples.group(1));
      if (sample.containsKey("transport")) {
        driver = Fixtures.driver(sample);
        transports.add(sample.get("transport"));
      } else {
        devices.add(sample);
      }
    }
    assertThat(transports)
        .containsExactlyInAnyOrder("tcp", "tls", "udp", "rtu", "ascii", "rtu-tcp");
    assertThat(devices).hasSize(2);
    assertThat(channels(driver, devices.get(0))).isEqualTo(7);
    assertThat(channels(driver, devices.get(1))).isEqualTo(1);
  }

  private static int channels(ModbusDriver driver, Map<String, Object> device) {
    List<Map<String, Object>> channels =
        new ObjectMapper().convertValue(device.get("channels"), new TypeReference<>() {});
    for (Map<String, Object> channel : channels) {
      Map<String, Object> address = address(device);
      address.putAll(address(channel));
      String access = channel.getOrDefault("access", "r").toString().toUpperCase(Locale.ROOT);
      assertThat(driver.point(Fixtures.channel(address, Access.valueOf(access))).area())
          .startsWith("unit 1 ");
    }
    return channels.size();
  }

  private static Map<String, Object> address(Map<String, Object> document) {
    return new ObjectMapper()
        .convertValue(document.get("address"), new TypeReference<HashMap<String, Object>>() {});
  }

  private static Map<String, Object> json(String text) throws IOException {
    return new ObjectMapper().readValue(text, new TypeReference<>() {});
  }
}
