package io.weir.uplink.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.uplink.Message;
import io.weir.api.uplink.Transport;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.TransportContract;
import io.weir.testing.WrittenConfig;
import io.weir.uplink.http.internal.Service.Answer;
import io.weir.uplink.http.internal.Service.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest extends TransportContract {
  private final FakeClock clock = new FakeClock();
  private final FakeSecretStore secrets = new FakeSecretStore().with("token", "s3cret");
  private final Service service;
  private @Nullable HttpTransport made;

  HttpTransportTest() throws Exception {
    service = new Service();
  }

  @AfterEach
  void end() {
    if (made != null) {
      made.stop();
    }
    service.close();
  }

  @Override
  protected Transport create() {
    return transport(Map.of());
  }

  @Override
  protected void up() throws Exception {
    service.up();
  }

  @Override
  protected void down() {
    service.down();
  }

  @Override
  protected List<String> arrived(int atLeast) throws Exception {
    return service.requests(atLeast).stream().map(Request::body).toList();
  }

  private HttpTransport transport(Map<String, Object> given) {
    Map<String, Object> all = new HashMap<>(Map.of("url", service.url() + "/in"));
    all.put("idle.check.s", 1);
    all.putAll(given);
    HttpTransport transport = new HttpTransport("test", settings(all), clock, secrets);
    made = transport;
    return transport;
  }

  private static Settings settings(Map<String, Object> given) {
    return Settings.of(WrittenConfig.of(HttpConfig.class, given), "g1", Path.of("etc"));
  }

  @Test
  void arequestBearsWhatTheMessageSaysOfItself() throws Exception {
    service.up();
    HttpTransport transport =
        transport(
            Map.of(
                "url",
                service.url() + "/{gateway}/{kind}?d={device}",
                "headers",
                new String[] {"X-Site: north 1", "Authorization: Token secret:token"}));
    Recorder recorder = new Recorder();
    transport.start(recorder);
    recorder.until("connected", () -> recorder.connected);
    transport.publish(
        1,
        new Message(
            "telemetry",
            "boiler",
            new byte[] {'x'},
            "text/plain",
            false,
            Map.of("first", "41", "content-encoding", "snappy")));
    recorder.until("acknowledged", () -> recorder.acknowledged.contains(1L));
    Request request = service.requests(1).get(0);
    assertThat(request.path()).isEqualTo("/g1/telemetry?d=boiler");
    assertThat(request.body()).isEqualTo("x");
    assertThat(request.headers())
        .containsEntry("content-type", "text/plain")
        .containsEntry("content-encoding", "snappy")
        .containsEntry("weir-first", "41")
        .containsEntry("weir-kind", "telemetry")
        .containsEntry("weir-device", "boiler")
        .containsEntry("x-site", "north 1")
        .containsEntry("authorization", "Token s3cret");
  }

  @Test
  void basicAuthenticationIsThatOfTheSecret() throws Exception {
    service.up();
    HttpTransport transport =
        transport(Map.of("username", "anna", "password", "secret:token", "gzip", false));
    Recorder recorder = new Recorder();
    transport.start(recorder);
    recorder.until("connected", () -> recorder.connected);
    transport.publish(1, message("m"));
    recorder.until("acknowledged", () -> recorder.acknowledged.contains(1L));
    assertThat(service.requests(1).get(0).headers())
        .containsEntry("authorization", "Basic YW5uYTpzM2NyZXQ=")
        .doesNotContainKey("content-encoding");
  }

  @ParameterizedTest
  @CsvSource({
    "400, for good",
    "413, for good",
    "422, for good",
    "301, for now",
    "401, for now",
    "403, for now",
    "404, for now",
    "415, for now",
    "429, for now",
    "500, for now",
    "503, for now"
  })
  void arefusalIsForGoodWhereTheBodyIsWrong(int status, String how) throws Exception {
    service.up();
    service.answer(new Answer(status, Map.of(), "it is  what\nit is"));
    HttpTransport transport = transport(Map.of());
    Recorder recorder = new Recorder();
    transport.start(recorder);
    recorder.until("connected", () -> recorder.connected);
    transport.publish(1, message("m"));
    recorder.until("answered", () -> recorder.failed.size() == 1);
    // The JDK's client keeps the body of a 401 to itself.
    String words = status == 401 ? "" : ": it is what it is";
    assertThat(recorder.failed).containsExactly("1 " + how + ": HTTP " + status + words);
    transport.publish(2, message("m"));
    recorder.until("acknowledged", () -> recorder.acknowledged.contains(2L));
  }

  @Test
  void nothingOvertakesWhatIsRefusedForNow() throws Exception {
    service.up();
    service.answer(new Answer(500, Map.of(), ""));
    HttpTransport transport = transport(Map.of());
    Recorder recorder = new Recorder();
    transport.start(recorder);
    recorder.until("connected", () -> recorder.connected);
    for (int ticket = 1; ticket <= transport.window(); ticket++) {
      transport.publish(ticket, message("m" + ticket));
    }
    recorder.until(
        "all answered",
        () -> recorder.failed.size() + recorder.acknowledged.size() == transport.window());
    // Those that were handed over after the refusal was told are new tries.
    List<String> bodies = service.requests(1).stream().map(Request::body).toList();
    assertThat(bodies.get(0)).isEqualTo("m1");
    assertThat(recorder.failed.get(0)).startsWith("1 for now: HTTP 500");
    assertThat(bodies).hasSize(1 + recorder.acknowledged.size());
  }

  @Test
  void aserviceThatAsksToWaitIsLeftAlone() throws Exception {
    service.up();
    service.answer(new Answer(503, Map.of("Retry-After", "30"), "busy"));
    HttpTransport transport = transport(Map.of());
    Recorder recorder = new Recorder();
    transport.start(recorder);
    recorder.until("connected", () -> recorder.connected);
    transport.publish(1, message("m"));
    recorder.until("told to wait", () -> recorder.reason.contains("asks to wait another 30 s"));
    assertThat(recorder.connected).isFalse();
    clock.advance(Duration.ofSeconds(31));
    recorder.until("connected again", () -> recorder.connected);
    transport.publish(2, message("m"));
    recorder.until("acknowledged", () -> recorder.acknowledged.contains(2L));
  }

  @Test
  void anameWithoutAnAddressIsToldAsThat() throws Exception {
    HttpTransport transport = transport(Map.of("url", "http://nowhere.invalid/in"));
    Recorder recorder = new Recorder();
    transport.start(recorder);
    recorder.until("told", () -> recorder.disconnects > 0);
    assertThat(recorder.reason).contains("nowhere.invalid").contains("DNS");
  }

  @Test
  void amissingSecretIsTold() throws Exception {
    service.up();
    HttpTransport transport =
        transport(Map.of("headers", new String[] {"Authorization: Bearer secret:other"}));
    Recorder recorder = new Recorder();
    transport.start(recorder);
    recorder.until("connected", () -> recorder.connected);
    transport.publish(1, message("m"));
    recorder.until("told", () -> recorder.reason.contains("secret:other"));
    assertThat(service.requests(0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ftp://a/b",
        "http://",
        "http://user:sesame@host/",
        "http://h/#x",
        "http://h:0/"
      })
  void anaddressThatIsNoneIsRefused(String url) {
    assertThatThrownBy(() -> settings(Map.of("url", url)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("url")
        .hasMessageNotContaining("sesame");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no colon",
        "Bad Name: x",
        "X: ä",
        "Content-Type: x",
        "host: x",
        "Authorization: Bearer plain",
        "X: secret:!"
      })
  void aheaderThatIsNoneIsRefused(String line) {
    assertThatThrownBy(() -> settings(Map.of("url", "http://h/", "headers", new String[] {line})))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("headers")
        .hasMessageNotContaining("plain value x");
  }

  @Test
  void settingsThatContradictAreRefused() {
    assertThatThrownBy(() -> settings(Map.of("url", "http://h/", "ca.file", "ca.pem")))
        .hasMessageContaining("ca.file");
    assertThatThrownBy(() -> settings(Map.of("url", "http://h/", "username", "anna")))
        .hasMessageContaining("username");
    assertThatThrownBy(
            () -> settings(Map.of("url", "http://h/", "username", "a", "password", "plain")))
        .hasMessageContaining("password")
        .hasMessageContaining("a plain value");
    assertThatThrownBy(() -> settings(Map.of("url", "http://h/", "timeout.s", 0)))
        .hasMessageContaining("timeout.s");
  }
}
