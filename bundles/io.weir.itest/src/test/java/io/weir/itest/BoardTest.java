package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The drivers of a board's own buses in the running gateway, on a board with a 1-Wire bus and with
 * nothing else that works.
 *
 * <p>The files below {@code /dev} that stand for chips take no request of the kernel's interfaces,
 * so what is said of them shows that the native libraries were found and called.
 */
class BoardTest {
  private static final String SENSOR = "28-0316a2794cff";

  /** As often published of a DS18B20 at 23.125 degrees. */
  private static final String WARM =
      "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=23125\n";

  private static final String DAMAGED = WARM.replace("YES", "NO").replace("72", "73");

  /** What the same chip shows after power-on. */
  private static final String STARTED =
      "50 05 4b 46 7f ff 0c 10 1c : crc=1c YES\n50 05 4b 46 7f ff 0c 10 1c t=85000\n";

  private static final List<String> UNSHARE = List.of("unshare", "--map-root-user", "--mount");

  private static GatewayProcess gateway;
  private static Api api;
  private static Path reading;

  @BeforeAll
  static void start() throws Exception {
    List<String> trial = new ArrayList<>(UNSHARE);
    trial.add("true");
    assumeThat(new ProcessBuilder(trial).inheritIO().start().waitFor())
        .as("whether this machine lets a process have mounts of its own")
        .isZero();
    Path directory = Site.fresh("board");
    reading =
        directory.resolve("bus/w1/devices/w1_bus_master1").resolve(SENSOR).resolve("w1_slave");
    Files.createDirectories(reading.getParent());
    Files.writeString(reading, WARM);
    Files.createDirectories(directory.resolve("bus/i2c/devices/i2c-1"));
    gateway = new GatewayProcess(directory);
    connect("onewire", "cellar", "{}", "\"sensor\":\"" + SENSOR + "\",\"measure\":\"temperature\"");
    connect(
        "onewire",
        "no-onewire",
        "{\"master\":7}",
        "\"sensor\":\"" + SENSOR + "\",\"measure\":\"temperature\"");
    connect("gpio", "header", "{}", "\"line\":17");
    connect("gpio", "no-gpio", "{\"chip\":\"/dev/gpiochip7\"}", "\"line\":17");
    String climate = "\"address\":118,\"part\":\"bme280\",\"measure\":\"temperature\"";
    connect("i2c", "parts", "{\"bus\":1}", climate);
    connect("i2c", "no-i2c", "{\"bus\":7}", climate);
    String oven = "\"chip-select\":0,\"part\":\"max31855\",\"measure\":\"temperature\"";
    connect("spi", "oven", "{\"bus\":0}", oven);
    connect("spi", "no-spi", "{\"bus\":7}", oven);
    connect("host", "gateway", "{}", "\"measure\":\"process-memory\"");
    List<String> board = new ArrayList<>(UNSHARE);
    board.add("sh");
    board.add(Path.of("src/test/resources/board.sh").toAbsolutePath().toString());
    board.add(directory.toString());
    gateway.startBy(board);
    api = new Api(gateway).signIn();
  }

  /** A connection, and a device of the same name on it with one channel. */
  private static void connect(String driver, String name, String settings, String address)
      throws IOException {
    gateway.write("io.weir.driver." + driver + "~" + name + ".cfg.json", settings);
    gateway.write(
        "devices/" + name + ".json",
        """
        { "id": "%1$s", "connection": "%1$s", "period": "200ms",
          "channels": [ { "id": "value", "address": { %2$s } } ] }
        """
            .formatted(name, address));
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void aSensorOnOneWireIsReadAndNeverBelievedWhenItIsWrong() throws Exception {
    Eventually.until("23.125 degrees", () -> live("cellar").get("value").doubleValue() == 23.125);
    assertThat(live("cellar").get("quality").textValue()).isEqualTo("good");
    assertThat(api.get("devices/cellar").get("state").textValue()).isEqualTo("ok");

    replace(DAMAGED);
    Eventually.until("no value", () -> isBad("cellar", "bad/comm"));
    Eventually.until("the reason", () -> message("devices/cellar").contains("checksum"));

    replace(STARTED);
    Eventually.until("no value of a fresh start", () -> isBad("cellar", "bad/device"));

    replace(WARM);
    Eventually.until("23.125 again", () -> live("cellar").get("value").doubleValue() == 23.125);
    Eventually.until(
        "the device's good state",
        () -> api.get("devices/cellar").get("state").textValue().equals("ok"));
  }

  /** As the kernel shows it: whole. */
  private static void replace(String text) throws IOException {
    Path next = reading.resolveSibling("next");
    Files.writeString(next, text);
    Files.move(next, reading, StandardCopyOption.ATOMIC_MOVE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onewire | no-onewire | no 1-Wire bus w1_bus_master7; its buses are w1_bus_master1",
        "gpio    | header     | gpiochip0 ([25] Inappropriate ioctl",
        "gpio    | no-gpio    | There is no GPIO chip '/dev/gpiochip7'",
        "i2c     | no-i2c     | no I2C bus 7 (/dev/i2c-7)",
        "spi     | no-spi     | no SPI bus 7 (/dev/spidev7.0)",
      })
  void aBusThatIsNotThereIsSaidSo(String protocol, String name, String why) throws Exception {
    Eventually.until(
        "an error of " + name,
        () -> api.get("connections/" + name).get("state").textValue().equals("error"));
    JsonNode connection = api.get("connections/" + name);
    assertThat(connection.get("protocol").textValue()).isEqualTo(protocol);
    assertThat(connection.get("message").textValue()).contains(why);
    Eventually.until("no value", () -> isBad(name, "bad/comm"));
    assertThat(api.get("devices/" + name).get("state").textValue()).isEqualTo("error");
  }

  @Test
  void anSpiBusThatTakesNoRequestIsSaidSo() throws Exception {
    Eventually.until(
        "the reason", () -> message("devices/oven").contains("[25] Inappropriate ioctl"));
    assertThat(api.get("connections/oven").get("protocol").textValue()).isEqualTo("spi");
    Eventually.until("no value", () -> isBad("oven", "bad/comm"));
  }

  /** Pi4J brings its library for ARM alone. */
  @Test
  void anI2cBusThatTakesNoRequestIsSaidSo() throws Exception {
    boolean isArm = System.getProperty("os.arch").matches("a(arch64|rm).*");
    String why = isArm ? "0x76 bme280 does not answer" : "Pi4J has no library for this processor";
    Eventually.until(
        "the reason",
        () -> (message("connections/parts") + message("devices/parts")).contains(why));
    assertThat(api.get("connections/parts").get("protocol").textValue()).isEqualTo("i2c");
    Eventually.until("no value", () -> isBad("parts", "bad/comm"));
  }

  @Test
  void theRestGoesOnAndTheLogSaysNothingOfOtherPeoplesBoards() throws Exception {
    Eventually.until("memory", () -> live("gateway").get("value").asLong() > 10_000_000);
    Eventually.until("Pi4J at work", () -> isBad("parts", "bad/comm"));
    assertThat(gateway.log()).doesNotContain("BoardInfo", "BoardCode", "board model");
  }

  private static boolean isBad(String device, String quality) throws Exception {
    JsonNode live = live(device);
    return live.get("quality").textValue().equals(quality) && live.get("value").isNull();
  }

  private static String message(String path) throws Exception {
    return api.get(path).get("message").textValue();
  }

  private static JsonNode live(String device) throws Exception {
    return api.get("live?channel=" + device + "/value").at("/values/0");
  }
}
