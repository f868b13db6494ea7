package io.weir.driver.coap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.ExplorableDriver.Interpretation;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Access;
import io.weir.api.runtime.State;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.PushBench;
import io.weir.testing.WrittenConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against libcoap's server. */
@Timeout(600)
class CoapDriverTest {
  private static final String KEY = "a key of sixteen";

  private final FakeStatusBoard board = new FakeStatusBoard();
  private final CoapServerTool host;
  private CoapDriver driver;
  private PushBench gateway;

  CoapDriverTest() throws Exception {
    host = CoapServerTool.start("-k", KEY);
    driver = driver(Map.of(), host.port());
    gateway = new PushBench(driver);
  }

  private CoapDriver driver(Map<String, Object> more, int port) {
    Map<String, Object> settings =
        new HashMap<>(Map.of("host", "127.0.0.1", "port", port, "security", "none"));
    settings.putAll(more);
    return new CoapDriver(
        new FakeClock(),
        board,
        WrittenConfig.of(ClientConfig.class, settings),
        Fixtures.settings(settings),
        Keys.of(new FakeSecretStore().with("right", KEY).with("wrong", "not the right key")));
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    driver.deactivate();
    host.close();
  }

  @Test
  void valuesAreFoundInEveryFormat() throws Exception {
    host.put("/doc", 50, "{\"t\":21.5,\"in\":{\"hum\":40,\"on\":true},\"name\":\"attic\"}");
    host.put("/pack", 110, "[{\"bn\":\"dev/\",\"n\":\"t\",\"v\":1.5},{\"n\":\"h\",\"v\":2}]");
    host.put("/plain", 0, "7");
    gateway
        .channel("d/t", Access.R, Map.of("path", "/doc", "pointer", "/t"))
        .channel("d/hum", Access.R, Map.of("path", "/doc", "pointer", "/in/hum", "type", "integer"))
        .channel("d/on", Access.R, Map.of("path", "/doc", "pointer", "/in/on", "type", "boolean"))
        .channel("d/name", Access.R, Map.of("path", "/doc", "pointer", "/name", "type", "text"))
        .channel("d/none", Access.R, Map.of("path", "/doc", "pointer", "/none"))
        .channel("d/wrong", Access.R, Map.of("path", "/doc", "pointer", "/name"))
        .channel("p/h", Map.of("path", "/pack", "name", "h"))
        .channel("p/any", Map.of("path", "/pack"))
        .channel("n/plain", Map.of("path", "/plain"))
        .start();

    assertThat(gateway.read("d/t")).isEqualTo(21.5);
    assertThat(gateway.read("d/hum")).isEqualTo(40L);
    assertThat(gateway.read("d/on")).isEqualTo(true);
    assertThat(gateway.read("d/name")).isEqualTo("attic");
    assertThat(gateway.read("p/h")).isEqualTo(2.0);
    assertThat(gateway.read("n/plain")).isEqualTo(7.0);
    refused("d/none", "holds no 'none'");
    refused("d/wrong", "'attic' is not a number");
    refused("p/any", "holds 2 values");
  }

  private void refused(String channel, String reason) {
    assertThatThrownBy(() -> gateway.read(channel))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aLargeAnswerComesInBlocks() throws Exception {
    String text = "0123456789".repeat(300);
    host.put("/large", 0, text);
    gateway.channel("d/large", Map.of("path", "/large", "type", "text")).start();

    assertThat(gateway.read("d/large")).isEqualTo(text);
  }

  @Test
  void anObservedResourceTellsByItself() throws Exception {
    host.put("/example_data", 0, "1");
    gateway.channel("d/x", Map.of("path", "/example_data", "observe", true)).start();

    PushBench.until("the first value", () -> gateway.values("d/x").contains(1.0));
    host.put("/example_data", 0, "2");
    PushBench.until("the second value", () -> gateway.values("d/x").contains(2.0));
    host.put("/example_data", 0, "no number");
    PushBench.until("the bad value", () -> gateway.values("d/x").contains("bad/device"));
    PushBench.until("the status", () -> board.get("coap/test").state() == State.DEGRADED);
    assertThat(board.get("coap/test").message()).contains("'no number' is not a number");
    host.put("/example_data", 0, "3");
    PushBench.until("the third value", () -> gateway.values("d/x").contains(3.0));
    assertThat(board.get("coap/test").state()).isEqualTo(State.OK);
  }

  @Test
  void aResourceThatIsNotThereIsSaidSoAndObservedOnceItIs() throws Exception {
    gateway.channel("d/late", Map.of("path", "/late", "observe", true)).start();

    PushBench.until("the failure", () -> gateway.values("d/late").contains("bad/comm"));
    assertThat(board.get("coap/test").message()).contains("/late", "4.04");
    host.put("/late", 0, "5");
    PushBench.until("the value", () -> gateway.values("d/late").contains(5.0));
  }

  @Test
  void aKeyOpensTheWayAndAWrongOneDoesNot() throws Exception {
    gateway.close();
    driver = driver(Map.of("security", "psk", "psk", "gateway=secret:right"), host.securedPort());
    gateway = new PushBench(driver);
    gateway.channel("d/x", Map.of("path", "/example_data")).start();
    gateway.write("d/x", 12.5);

    assertThat(gateway.read("d/x")).isEqualTo(12.5);
    CoapDriver wrong =
        driver(
            Map.of("security", "psk", "psk", "gateway=secret:wrong", "connect.timeout.ms", 5_000),
            host.securedPort());
    assertThatThrownBy(wrong::connect)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("gives no sign of life");
  }

  @Test
  void whatTheHostHasIsFound() throws Exception {
    host.put("/plain", 0, "7");
    gateway.channel("d/plain", Map.of("path", "/plain")).start();

    Finding first = gateway.call(() -> driver.probe(driver.candidates(Map.of()).get(0)));
    assertThat(first).isNotNull();
    boolean found = false;
    for (Map<String, Object> candidate : driver.candidates(Map.of())) {
      Finding finding = gateway.call(() -> driver.probe(candidate));
      found |=
          finding != null
              && finding.address().equals(Map.of("path", "time", "observe", true))
              && "Internal Clock".equals(finding.title());
    }
    assertThat(found).isTrue();
    assertThat(gateway.call(() -> driver.inspect(Map.of("path", "/plain"))).interpretations())
        .containsExactly(new Interpretation(Map.of("type", "double"), "7"));
  }
}
