package io.weir.driver.coap.internal;

import io.weir.api.driver.Driver;
import io.weir.testing.DriverContract;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Against libcoap's server. */
class CoapDriverContractTest extends DriverContract {
  private static CoapServerTool host;

  @BeforeAll
  static void start() throws Exception {
    host = CoapServerTool.start();
    host.put("/example_data", 0, "1");
  }

  @AfterAll
  static void stop() throws IOException {
    host.close();
  }

  private static Driver driver(int port) {
    Map<String, Object> settings =
        Map.of("host", "127.0.0.1", "port", port, "security", "none", "connect.timeout.ms", 3_000);
    return new CoapDriver(
        new FakeClock(),
        new FakeStatusBoard(),
        new FakeSecretStore(),
        WrittenConfig.of(ClientConfig.class, settings),
        Fixtures.settings(settings));
  }

  @Override
  protected Driver reachable() {
    return driver(host.port());
  }

  @Override
  protected Driver unreachable() {
    return driver(Fixtures.freePort());
  }

  @Override
  protected Map<String, Object> writable() {
    return Map.of("path", "/example_data", "type", "integer");
  }

  @Override
  protected long[] writableValues() {
    return new long[] {17, -42};
  }

  @Override
  protected Map<String, Object> neighbour() {
    return Map.of("path", "/example_data", "type", "double");
  }

  @Override
  protected Map<String, Object> missing() {
    return Map.of("path", "/nothing/here");
  }

  @Override
  protected Map<Map<String, Object>, String> invalid() {
    return Map.of(
        Map.of(), "path",
        Map.of("path", "two words"), "path",
        Map.of("path", "a", "observe", "yes"), "observe",
        Map.of("path", "a", "format", "xml"), "format",
        Map.of("path", "a", "pointer", "/t"), "pointer",
        Map.of("path", "a", "method", "delete"), "method",
        Map.of("path", "a", "type", "float"), "type",
        Map.of("path", "a", "uri", "b"), "uri");
  }
}
