package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.Block;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Point;
import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ports: who has which, and what is said when one cannot be used. */
class SerialLineTest {
  private static PymodbusSlave slave;

  @BeforeAll
  static void start() throws IOException {
    slave = new PymodbusSlave("rtu");
  }

  @AfterAll
  static void stop() throws IOException {
    slave.close();
  }

  @Test
  void aPortHasOneConnectionByWhateverPath() throws Exception {
    Path port = Path.of(String.valueOf(slave.settings().get("port.name")));
    Path other = port.resolveSibling("by-id");
    Files.createSymbolicLink(other, port);
    ModbusDriver first = driver(port, "io.weir.driver.modbus~first");
    ModbusDriver second = driver(other, "io.weir.driver.modbus~second");
    first.connect();
    assertThatThrownBy(second::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("io.weir.driver.modbus~first");
    first.disconnect();
    second.connect();
    second.disconnect();
  }

  @Test
  void whatIsNoPortIsSaidSo() {
    ModbusDriver missing = driver(Path.of("/dev/serial/by-id/nothing"), "a");
    assertThatThrownBy(missing::connect).hasMessageContaining("no such port; there are");
    ModbusDriver file = driver(Path.of("pom.xml").toAbsolutePath(), "a");
    assertThatThrownBy(file::connect).isInstanceOf(ConnectionException.class);
    assertThatThrownBy(() -> driver(Path.of("ttyUSB0"), "a"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("port.name: 'ttyUSB0'");
  }

  @Test
  void theTimeOfAReadFollowsFromTheLine() {
    ModbusDriver line =
        Fixtures.driver(
            Map.of("transport", "rtu", "port.name", "/dev/x", "baud", 9600, "timeout.ms", 300));
    Map<String, Object> address =
        Map.of("unit", 1, "table", "holding", "register", 0, "type", "string", "length", 10);
    Block ten = block(line, address);
    // 8 and 25 characters of 11 bits, 5 ms until it answers, 3.5 characters of silence.
    assertThat(line.answeredMicros(ten)).isEqualTo(37_812 + 5_000 + 4_010);
    assertThat(line.silentMicros(ten)).isEqualTo(9_166 + 300_000 + 20_000);

    Map<String, Object> slow = new HashMap<>(address);
    slow.putAll(Map.of("pause-ms", 100, "timeout-ms", 2_000));
    assertThat(line.answeredMicros(block(line, slow))).isEqualTo(37_812 + 5_000 + 100_000);
    assertThat(line.silentMicros(block(line, slow))).isEqualTo(9_166 + 2_000_000 + 100_000);
    assertThat(line.medium()).startsWith("9600 baud 8E1");
    assertThat(Fixtures.driver(Map.of("host", "plc")).medium()).isEmpty();
  }

  private static Block block(ModbusDriver driver, Map<String, Object> address) {
    Point point = driver.point(Fixtures.channel(address));
    return new Block(
        point.area(), point.start(), point.length(), List.of(new Block.Entry(0, point)));
  }

  private static ModbusDriver driver(Path port, String pid) {
    Map<String, Object> settings = new HashMap<>(slave.settings());
    settings.put("port.name", port.toString());
    settings.put("service.pid", pid);
    return Fixtures.driver(settings);
  }
}
