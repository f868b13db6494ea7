package io.weir.driver.coap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.driver.coap.internal.CoapClientTool.Said;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.PushBench;
import io.weir.testing.PushBench.Row;
import io.weir.testing.WrittenConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of an authority and of another, made by openssl, against libcoap. */
@Timeout(600)
class CertificateTest {
  @TempDir private static Path directory;

  @BeforeAll
  static void make() throws Exception {
    for (String authority : List.of("ca", "other")) {
      openssl(
          "req",
          "-x509",
          "-newkey",
          "ec",
          "-pkeyopt",
          "ec_paramgen_curve:prime256v1",
          "-nodes",
          "-days",
          "3650",
          "-subj",
          "/CN=" + authority,
          "-keyout",
          file(authority + "-key"),
          "-out",
          file(authority));
    }
    issue("gateway", "ca");
    issue("sensor-9", "ca");
    issue("stranger", "other");
  }

  private static void issue(String name, String authority) throws Exception {
    Path names = Files.writeString(directory.resolve("names"), "subjectAltName=IP:127.0.0.1\n");
    openssl(
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-subj",
        "/O=Weir/CN=" + name,
        "-keyout",
        file(name + "-key"),
        "-out",
        file(name + "-request"));
    openssl(
        "x509",
        "-req",
        "-extfile",
        names.toString(),
        "-days",
        "3650",
        "-in",
        file(name + "-request"),
        "-CA",
        file(authority),
        "-CAkey",
        file(authority + "-key"),
        "-CAcreateserial",
        "-out",
        file(name));
  }

  private static String file(String name) {
    return directory.resolve(name + ".pem").toString();
  }

  private static void openssl(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("openssl");
    builder.command().addAll(List.of(arguments));
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", arguments)).isZero();
  }

  private static Said put(ServerFixture server, String name, String authority) throws Exception {
    return CoapClientTool.run(
        "-B",
        "10",
        "-c",
        file(name),
        "-j",
        file(name + "-key"),
        "-C",
        file(authority),
        "-m",
        "put",
        "-e",
        "21.5",
        server.secured("/" + name + "/temp"));
  }

  @Test
  void aDeviceIsTheCommonNameOfItsCertificate() throws Exception {
    ServerFixture server =
        new ServerFixture(
            Map.of(
                "plain.port",
                0,
                "psk",
                new String[0],
                "tls.ca",
                file("ca"),
                "tls.certificate",
                file("gateway"),
                "tls.key",
                file("gateway-key")));
    PushBench gateway = new PushBench(server.driver);
    gateway
        .channel("sensor-9/temp", Map.of("device", "sensor-9", "resource", "temp"))
        .channel("stranger/temp", Map.of("device", "stranger", "resource", "temp"))
        .start();
    try {
      assertThat(put(server, "sensor-9", "ca").errors()).isEmpty();
      Said foreign =
          CoapClientTool.run(
              "-c",
              file("sensor-9"),
              "-j",
              file("sensor-9-key"),
              "-C",
              file("ca"),
              "-m",
              "put",
              "-e",
              "1",
              server.secured("/stranger/temp"));
      assertThat(foreign.errors()).startsWith("4.03 'sensor-9' has /sensor-9");
      put(server, "stranger", "ca");
      assertThat(gateway.rows())
          .containsExactly(new Row("sensor-9/temp", 21.5, server.clock.micros()));
    } finally {
      gateway.close();
      server.driver.deactivate();
    }
  }

  @Test
  void theClientTrustsItsAuthorityOnly() throws Exception {
    try (CoapServerTool host =
        CoapServerTool.start("-c", file("gateway"), "-j", file("gateway-key"), "-C", file("ca"))) {
      CoapDriver right = driver(host.securedPort(), "ca");
      PushBench gateway =
          new PushBench(right).channel("h/x", Map.of("path", "/example_data")).start();
      gateway.write("h/x", 3.5);
      assertThat(gateway.read("h/x")).isEqualTo(3.5);
      gateway.close();
      assertThatThrownBy(driver(host.securedPort(), "other")::connect)
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("gives no sign of life");
    }
  }

  private static CoapDriver driver(int port, String authority) {
    Map<String, Object> settings =
        Map.of(
            "host",
            "127.0.0.1",
            "port",
            port,
            "security",
            "certificate",
            "tls.ca",
            file(authority),
            "tls.certificate",
            file("sensor-9"),
            "tls.key",
            file("sensor-9-key"));
    return new CoapDriver(
        new FakeClock(),
        new FakeStatusBoard(),
        new FakeSecretStore(),
        WrittenConfig.of(ClientConfig.class, settings),
        Fixtures.settings(settings));
  }
}
