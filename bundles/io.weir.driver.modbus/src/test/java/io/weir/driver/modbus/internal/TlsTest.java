package io.weir.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.model.ConfigException;
import io.weir.testing.FakeSecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is not who they say is not spoken to. */
class TlsTest {
  private static final ModbusPoint POINT =
      Fixtures.point(Map.of("unit", 1, "table", "holding", "register", 1, "type", "uint16"));

  private static PymodbusSlave slave;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    slave = new PymodbusSlave("tls");
  }

  @AfterAll
  static void stop() throws IOException {
    slave.close();
  }

  @Test
  void aServerOfAnotherAuthorityIsRefused() throws IOException {
    Driver driver = with("tls.ca", PymodbusSlave.certificate(folder, "stranger") + ".crt");
    assertThatThrownBy(driver::connect).isInstanceOf(ConnectionException.class);
    assertThatThrownBy(() -> with("tls.ca", "").connect()).isInstanceOf(ConnectionException.class);
  }

  @Test
  void aServerOfAnotherNameIsRefused() {
    Driver driver = with("host", "localhost"); // Its certificate is for 127.0.0.1.
    assertThatThrownBy(driver::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("localhost");
  }

  @Test
  void withoutTheRightCertificateNothingIsRead() throws IOException {
    String other = PymodbusSlave.certificate(folder, "other");
    Map<String, Object> settings = new HashMap<>(slave.settings());
    settings.put("tls.certificate", other + ".crt");
    settings.put("tls.key", other + ".key");
    Driver driver = Fixtures.driver(settings);
    assertThatThrownBy(
            () -> {
              driver.connect(); // With TLS 1.3 the server's refusal comes behind the handshake.
              Fixtures.read(driver, POINT);
            })
        .isInstanceOf(ConnectionException.class);
    driver.disconnect();
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pem"), "no key");
    assertThatThrownBy(() -> with("tls.key", text.toString()).connect())
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("text.pem")
        .hasMessageContaining("PKCS #8");
    assertThatThrownBy(() -> with("tls.ca", "/not/there.pem").connect())
        .hasMessageContaining("/not/there.pem");
    assertThatThrownBy(() -> with("tls.key", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tls.key");
    assertThatThrownBy(() -> with("tls.ca", "ca.pem"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("full path");
  }

  @Test
  void theKeyMayBeASecret() throws Exception {
    Path file = Path.of(String.valueOf(slave.settings().get("tls.key")));
    FakeSecretStore secrets = new FakeSecretStore();
    Map<String, Object> settings = new HashMap<>(slave.settings());
    settings.put("tls.key", "secret:plc-key");
    ModbusDriver driver = Fixtures.driver(settings, secrets);

    assertThatThrownBy(driver::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("tls.key: 'secret:plc-key' cannot be used");
    secrets.with("plc-key", "no key");
    assertThatThrownBy(driver::connect)
        .hasMessageContaining("secret:plc-key holds no key")
        .hasMessageNotContaining("'no key'");
    secrets.with("plc-key", Files.readString(file));
    driver.connect();
    assertThat(Fixtures.read(driver, POINT)).isEqualTo(54321L);
    driver.disconnect();
    assertThatThrownBy(() -> with("tls.key", "secret:"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("secret:<name>");
  }

  @Test
  void theRightOnesSpeak() throws Exception {
    ModbusDriver driver = Fixtures.driver(slave.settings());
    driver.connect();
    assertThat(Fixtures.read(driver, POINT)).isEqualTo(54321L);
    driver.disconnect();
  }

  private static ModbusDriver with(String key, Object value) {
    Map<String, Object> settings = new HashMap<>(slave.settings());
    settings.put(key, value);
    return Fixtures.driver(settings);
  }
}
