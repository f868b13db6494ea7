package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.mqtt.MqttTaker;
import io.weir.api.runtime.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mosquitto behind the front, with clients of MQTT 3.1.1 and 5. */
@Timeout(120)
class MosquittoTest {
  private static final Map<String, Object> SETTINGS =
      Map.of(
          "behind",
          "mosquitto",
          "users",
          List.of("pump", "fan"),
          "passwords",
          List.of("secret:pw", "secret:pw"),
          "permissions",
          List.of("* readwrite site/%u/#"));

  @TempDir Path data;
  private Site site;
  private MqttBroker broker;

  @BeforeEach
  void start() throws Exception {
    site = new Site(data);
    site.secrets.with("pw", "pw");
    broker = site.run(SETTINGS);
  }

  @AfterEach
  void stop() throws InterruptedException {
    site.stop();
  }

  private Site.Result pump(String program, String... arguments) throws Exception {
    return site.tryClient(program, as("pump", arguments));
  }

  private static String[] as(String user, String... arguments) {
    String[] all = new String[arguments.length + 4];
    System.arraycopy(new String[] {"-u", user, "-P", "pw"}, 0, all, 0, 4);
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return all;
  }

  @Test
  void bothVersionsReachEachOtherWithTheirProperties() throws Exception {
    pump(
        "mosquitto_pub",
        "-V",
        "5",
        "-q",
        "1",
        "-r",
        "-t",
        "site/pump/a",
        "-m",
        "on",
        "-D",
        "publish",
        "user-property",
        "unit",
        "bar");
    pump("mosquitto_pub", "-V", "311", "-q", "2", "-r", "-t", "site/pump/b", "-m", "off");
    assertThat(
            pump("mosquitto_sub", "-V", "5", "-C", "2", "-F", "%t %r %p %P", "-t", "site/pump/#")
                .output())
        .contains("site/pump/a 1 on unit:bar", "site/pump/b 1 off");
    assertThat(pump("mosquitto_sub", "-V", "311", "-C", "1", "-t", "site/pump/a").output())
        .isEqualTo("on");
  }

  @Test
  void whatMayNotBeDoneIsSaidInReasons() throws Exception {
    assertThat(
            pump("mosquitto_pub", "-V", "5", "-d", "-q", "1", "-t", "site/fan/a", "-m", "1")
                .output())
        .contains("PUBACK", "RC:135");
    assertThat(pump("mosquitto_sub", "-V", "5", "-W", "2", "-t", "site/fan/#").output())
        .contains("denied");
    assertThat(
            site.tryClient(
                    "mosquitto_pub", "-V", "5", "-u", "pump", "-P", "no", "-t", "a", "-m", "1")
                .output())
        .contains("Bad User Name or Password");
  }

  @Test
  void anAcknowledgementWaitsForTheReceiptInBothVersions() throws Exception {
    List<MqttTaker.Message> messages = new CopyOnWriteArrayList<>();
    MqttTaker taker =
        new MqttTaker() {
          @Override
          public boolean hasRoom(int bytes) {
            return true;
          }

          @Override
          public void take(Message message) {
            messages.add(message);
          }

          @Override
          public void left(String reason) {}
        };
    pump("mosquitto_pub", "-q", "0", "-r", "-t", "site/pump/kept", "-m", "old");
    var member = broker.join("driver", taker).get(30, TimeUnit.SECONDS);
    assertThat(member.subscribe(Map.of("site/pump/#", 1)).get(30, TimeUnit.SECONDS)).isEmpty();
    Site.await(() -> messages.size() == 1);
    assertThat(messages.get(0).isRetained()).isTrue();
    for (String version : List.of("311", "5")) {
      for (String qos : List.of("1", "2")) {
        messages.clear();
        Process device =
            site.process(
                "mosquitto_pub",
                as("pump", "-V", version, "-q", qos, "-t", "site/pump/a", "-m", "7"));
        Site.await(() -> messages.size() == 1);
        site.client("mosquitto_pub", as("fan", "-q", "2", "-t", "site/fan/x", "-m", "1"));
        assertThat(device.isAlive()).as(version + " " + qos).isTrue();
        assertThat(new String(messages.get(0).payload(), StandardCharsets.UTF_8)).isEqualTo("7");
        Objects.requireNonNull(messages.get(0).receipt()).done(true);
        assertThat(device.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(device.exitValue()).as(version + " " + qos).isZero();
      }
    }
  }

  @Test
  void sessionsAndRetainedMessagesSurviveARestart() throws Exception {
    pump("mosquitto_sub", "-i", "pump", "-c", "-q", "2", "-E", "-t", "site/pump/set");
    pump("mosquitto_pub", "-q", "2", "-t", "site/pump/set", "-m", "75");
    pump("mosquitto_pub", "-q", "1", "-r", "-t", "site/pump/state", "-m", "running");
    site.stop();
    broker = site.run(SETTINGS);
    assertThat(
            pump("mosquitto_sub", "-i", "pump", "-c", "-q", "2", "-C", "1", "-t", "site/pump/x")
                .output())
        .isEqualTo("75");
    assertThat(pump("mosquitto_sub", "-C", "1", "-t", "site/pump/state").output())
        .isEqualTo("running");
  }

  @Test
  void itsEndIsSaidAndItComesAgain() throws Exception {
    Path pid = data.resolve("broker-mosquitto/pid");
    long first = Long.parseLong(Files.readString(pid));
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    Site.await(() -> site.board.get("broker").state() == State.ERROR);
    assertThat(site.board.get("broker").message()).contains("mosquitto ended with");
    Site.await(() -> site.board.get("broker").state() == State.OK);
    assertThat(pump("mosquitto_pub", "-q", "1", "-t", "site/pump/a", "-m", "1").code()).isZero();
  }

  @Test
  void whenItIsMissingTheStatusSaysWhatToDo() throws Exception {
    site.stop();
    Path program = data.resolve("mosquitto");
    site.mosquittoPlaces = List.of(program.toString());
    site.start(SETTINGS);
    Site.await(() -> site.board.get("broker").state() == State.ERROR);
    assertThat(site.board.get("broker").message())
        .contains("mosquitto is not installed", "apt install mosquitto", "behind", "trying again");
    assertThat(site.board.get("broker").reason()).isEqualTo("comm");
    String installed =
        Mosquitto.PLACES.stream()
            .filter(place -> Files.isExecutable(Path.of(place)))
            .findFirst()
            .orElseThrow();
    Files.createSymbolicLink(program, Path.of(installed));
    Site.await(() -> site.board.get("broker").state() == State.OK);
  }
}
