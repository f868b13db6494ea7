package io.weir.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.runtime.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices with their own passwords and topics, as Debian's mosquitto clients. */
class HubTest {
  private static final Map<String, Object> SETTINGS =
      Map.of(
          "users",
          List.of("pump", "fan", "scada"),
          "passwords",
          List.of("secret:pump-mqtt", "secret:fan-mqtt", "secret:scada-mqtt"),
          "permissions",
          List.of("* readwrite site/%u/#", "scada read #", "scada write site/+/set"),
          "clients",
          List.of("scada scada-*"));

  @TempDir Path data;
  private Site site;

  @BeforeEach
  void start() throws Exception {
    site = new Site(data);
    site.secrets
        .with("pump-mqtt", "pump-pw")
        .with("fan-mqtt", "fan-pw")
        .with("scada-mqtt", "scada-pw");
    site.run(SETTINGS);
  }

  @AfterEach
  void stop() throws InterruptedException {
    site.stop();
  }

  private Site.Result as(String user, String program, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-u", user, "-P", user + "-pw"));
    all.addAll(List.of(arguments));
    return site.tryClient(program, all.toArray(String[]::new));
  }

  @Test
  void aDeviceReachesOthersThatMayReadIt() throws Exception {
    for (String qos : List.of("0", "1", "2")) {
      String topic = "site/pump/q" + qos;
      assertThat(as("pump", "mosquitto_pub", "-q", qos, "-r", "-t", topic, "-m", "on").code())
          .isZero();
      assertThat(as("scada", "mosquitto_sub", "-q", qos, "-C", "1", "-t", topic).output())
          .isEqualTo("on");
    }
    assertThat(site.counter("messages.in")).isEqualTo(3);
    assertThat(site.counter("messages.out")).isEqualTo(3);
  }

  @Test
  void whoHasNoPasswordIsNotLetIn() throws Exception {
    assertThat(site.tryClient("mosquitto_pub", "-t", "site/pump/a", "-m", "1").code()).isEqualTo(4);
    assertThat(pubAs("pump", "wrong").output()).contains("bad user name");
    assertThat(pubAs("nobody", "pump-pw").output()).contains("bad user name");
    assertThat(pubAs("pump", "fan-pw").output()).contains("bad user name");
    assertThat(site.counter("refused.logins")).isEqualTo(4);
    assertThat(site.board.get("broker").message())
        .contains("user pump", "another password")
        .doesNotContain("fan-pw");
  }

  private Site.Result pubAs(String user, String password) throws Exception {
    return site.tryClient(
        "mosquitto_pub", "-u", user, "-P", password, "-t", "site/pump/a", "-m", "1");
  }

  @Test
  void aForeignTopicIsNotWritten() throws Exception {
    assertThat(as("pump", "mosquitto_pub", "-q", "1", "-r", "-t", "site/fan/a", "-m", "1").code())
        .isNotZero();
    as("pump", "mosquitto_pub", "-q", "0", "-r", "-t", "site/fan/a", "-m", "1");
    Site.await(() -> site.counter("refused.publishes") == 2);
    as("fan", "mosquitto_pub", "-q", "1", "-r", "-t", "site/fan/end", "-m", "end");
    assertThat(as("fan", "mosquitto_sub", "-v", "-C", "1", "-t", "site/fan/#").output())
        .isEqualTo("site/fan/end end");
    assertThat(site.board.get("broker").message()).contains("user pump", "site/fan/a");
  }

  @Test
  void aForeignTopicIsNotReadAndItsNeighbourIs() throws Exception {
    as("fan", "mosquitto_pub", "-q", "1", "-r", "-t", "site/fan/a", "-m", "1");
    as("pump", "mosquitto_pub", "-q", "1", "-r", "-t", "site/pump/a", "-m", "2");
    Site.Result both =
        as("pump", "mosquitto_sub", "-v", "-C", "1", "-t", "site/fan/#", "-t", "site/pump/#");
    assertThat(both.output()).contains("site/pump/a 2").doesNotContain("site/fan/a");
    for (String filter : List.of("#", "site/+/a", "site/#", "$SYS/#")) {
      assertThat(as("pump", "mosquitto_sub", "-W", "2", "-t", filter).output())
          .as(filter)
          .contains("denied");
    }
    assertThat(site.counter("refused.subscriptions")).isEqualTo(5);
  }

  @Test
  void aWillIsNoWayAround() throws Exception {
    Site.Result result =
        as(
            "pump",
            "mosquitto_sub",
            "-t",
            "site/pump/#",
            "--will-topic",
            "site/fan/a",
            "--will-payload",
            "1");
    assertThat(result.output()).contains("not authorised");
    assertThat(site.counter("refused.logins")).isOne();
  }

  @Test
  void aWillIsSentWhenItsDeviceIsLost() throws Exception {
    as("scada", "mosquitto_sub", "-i", "scada-1", "-c", "-q", "1", "-E", "-t", "site/pump/lost");
    Site.await(() -> site.counter("clients") == 0);
    Process device =
        site.process(
            "mosquitto_sub",
            "-u",
            "pump",
            "-P",
            "pump-pw",
            "-t",
            "site/pump/x",
            "--will-topic",
            "site/pump/lost",
            "--will-qos",
            "1",
            "--will-payload",
            "lost");
    Site.await(() -> site.counter("clients") == 1);
    device.destroyForcibly();
    assertThat(
            as("scada", "mosquitto_sub", "-i", "scada-1", "-c", "-q", "1", "-C", "1", "-t", "x/y")
                .output())
        .isEqualTo("lost");
  }

  @Test
  void aSessionCannotBeTakenByAnother() throws Exception {
    assertThat(as("pump", "mosquitto_sub", "-c", "-i", "fan", "-t", "site/pump/#").output())
        .contains("identifier rejected");
    assertThat(
            as("scada", "mosquitto_pub", "-i", "scada-1", "-t", "site/fan/set", "-m", "1").code())
        .isZero();
  }

  @Test
  void retainedMessagesAndSessionsSurviveARestart() throws Exception {
    as("fan", "mosquitto_sub", "-i", "fan", "-c", "-q", "1", "-E", "-t", "site/fan/set");
    as("scada", "mosquitto_pub", "-q", "1", "-t", "site/fan/set", "-m", "75");
    as("pump", "mosquitto_pub", "-q", "1", "-r", "-t", "site/pump/state", "-m", "running");
    site.stop();
    site.run(SETTINGS);
    assertThat(
            as("fan", "mosquitto_sub", "-i", "fan", "-c", "-q", "1", "-C", "1", "-t", "site/fan/x")
                .output())
        .isEqualTo("75");
    assertThat(as("scada", "mosquitto_sub", "-C", "1", "-t", "site/pump/#").output())
        .isEqualTo("running");
  }

  @Test
  void whatAKeptSessionMayNoMoreReadIsNotDelivered() throws Exception {
    as("scada", "mosquitto_sub", "-i", "scada-1", "-c", "-q", "2", "-E", "-t", "site/#");
    for (String qos : List.of("1", "2")) {
      as("fan", "mosquitto_pub", "-q", qos, "-t", "site/fan/a", "-m", "foreign" + qos);
    }
    site.stop();
    site.run(
        Map.of(
            "users", List.of("fan", "scada"),
            "passwords", List.of("secret:fan-mqtt", "secret:scada-mqtt"),
            "permissions", List.of("* readwrite site/%u/#"),
            "clients", List.of("scada scada-*")));
    as("scada", "mosquitto_pub", "-q", "1", "-r", "-t", "site/scada/own", "-m", "own");
    Site.Result result =
        as(
            "scada",
            "mosquitto_sub",
            "-i",
            "scada-1",
            "-c",
            "-q",
            "2",
            "-C",
            "1",
            "-t",
            "site/scada/own");
    assertThat(result.output()).isEqualTo("own");
    assertThat(site.counter("refused.deliveries")).isEqualTo(2);
  }

  @Test
  void aMissingPasswordIsSaidAndTheOthersWork() throws Exception {
    site.stop();
    site.secrets.remove("fan-mqtt");
    site.start(SETTINGS);
    Site.await(() -> site.board.get("broker").state() == State.DEGRADED);
    assertThat(site.board.get("broker").message()).contains("passwords", "fan-mqtt");
    assertThat(as("fan", "mosquitto_pub", "-t", "site/fan/a", "-m", "1").code()).isNotZero();
    assertThat(as("pump", "mosquitto_pub", "-q", "1", "-t", "site/pump/a", "-m", "1").code())
        .isZero();
  }

  @Test
  void tlsShowsTheCertificateOfTheGateway() throws Exception {
    site.stop();
    Path certificate = makeIdentity();
    Map<String, Object> settings = new java.util.HashMap<>(SETTINGS);
    settings.put("tls.port", 0);
    settings.put("port", -1);
    site.run(settings);
    String ca = certificate.toString();
    assertThat(
            as(
                    "pump",
                    "mosquitto_pub",
                    "--cafile",
                    ca,
                    "-q",
                    "1",
                    "-r",
                    "-t",
                    "site/pump/a",
                    "-m",
                    "1")
                .code())
        .isZero();
    assertThat(as("pump", "mosquitto_sub", "--cafile", ca, "-C", "1", "-t", "site/pump/a").output())
        .isEqualTo("1");
    assertThat(
            as(
                    "fan",
                    "mosquitto_pub",
                    "--cafile",
                    "/etc/ssl/certs/ca-certificates.crt",
                    "-t",
                    "x",
                    "-m",
                    "1")
                .code())
        .isNotZero();
  }

  private Path makeIdentity() throws IOException, InterruptedException {
    Path certificate = data.resolve("gateway.pem");
    String store = site.keyStore().toString();
    keytool(
        "-genkeypair",
        "-keystore",
        store,
        "-alias",
        "gateway",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=gateway",
        "-ext",
        "san=ip:127.0.0.1");
    keytool(
        "-exportcert",
        "-rfc",
        "-keystore",
        store,
        "-alias",
        "gateway",
        "-file",
        certificate.toString());
    return certificate;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", "store-password"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
