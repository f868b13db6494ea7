package io.weir.web.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.api.security.Role;
import io.weir.api.security.SecretStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SecretsTest {
  private static final String SECRET = "correct horse battery staple";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Level before = root().getLevel();
  private ApiHarness api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiHarness();
    log.start();
    root().addAppender(log);
    root().setLevel(Level.INFO); // as it ships
  }

  @AfterEach
  void stop() throws Exception {
    root().setLevel(before);
    root().detachAppender(log);
    api.close();
  }

  @Test
  void theNamesAreListedWithWhoRefersToThemAndNothingElse() throws Exception {
    api.gateway.role = Role.VIEWER;
    api.signIn();
    api.secrets.with("cloud", SECRET).with("spare", SECRET);
    api.secrets.references.put("cloud", List.of("io.weir.uplink.mqtt~cloud.cfg.json"));
    api.secrets.references.put("lost", List.of("devices/a.json", "devices/b.json"));

    assertThat(api.json("/api/secrets"))
        .hasToString(
            "{\"problem\":\"\",\"secrets\":["
                + "{\"name\":\"cloud\",\"set\":true,"
                + "\"usedBy\":[\"io.weir.uplink.mqtt~cloud.cfg.json\"]},"
                + "{\"name\":\"lost\",\"set\":false,"
                + "\"usedBy\":[\"devices/a.json\",\"devices/b.json\"]},"
                + "{\"name\":\"spare\",\"set\":true,\"usedBy\":[]}]}");
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"ENGINEER", "ADMINISTRATOR"})
  void aSecretIsSetChangedAndRemoved(Role role) throws Exception {
    api.gateway.role = role;
    api.signIn();

    HttpResponse<String> set = put("cloud", SECRET);
    assertThat(set.statusCode()).isEqualTo(204);
    assertThat(set.body()).isEmpty();
    assertThat(api.secrets.resolve("f", "secret:cloud")).isEqualTo(SECRET.getBytes(UTF_8));
    assertThat(put("cloud", "2").statusCode()).isEqualTo(204);
    assertThat(api.secrets.resolve("f", "secret:cloud")).isEqualTo("2".getBytes(UTF_8));
    assertThat(delete("cloud").statusCode()).isEqualTo(204);
    assertThat(api.secrets.names()).isEmpty();
    assertThat(delete("cloud").statusCode()).isEqualTo(404);
    assertThat(audit())
        .containsExactly(
            "secret-set user=first-access remote=127.0.0.1 name=cloud",
            "secret-set user=first-access remote=127.0.0.1 name=cloud",
            "secret-remove user=first-access remote=127.0.0.1 name=cloud");
    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(SECRET));
  }

  @Test
  void noAnswerHasASecretInIt() throws Exception {
    api.signIn();
    put("cloud", SECRET);

    for (String path : List.of("/api/secrets", "/api/secrets/cloud", "/api/status")) {
      assertThat(api.get(path).body()).doesNotContain(SECRET);
    }
    assertThat(api.get("/api/secrets/cloud").statusCode()).isEqualTo(405);
    assertThat(put("not a name", SECRET).body()).doesNotContain(SECRET);
    assertThat(send("PUT", "/api/secrets/cloud", SECRET, "text/plain").body())
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VIEWER", "OPERATOR"})
  void othersMayNotChangeThem(String role) throws Exception {
    api.gateway.role = Role.valueOf(role);
    api.signIn();
    api.secrets.with("cloud", "1");

    assertThat(put("cloud", SECRET).statusCode()).isEqualTo(403);
    assertThat(delete("cloud").statusCode()).isEqualTo(403);
    assertThat(api.post("/api/secrets/rekey", "").statusCode()).isEqualTo(403);
    assertThat(api.secrets.resolve("f", "secret:cloud")).isEqualTo("1".getBytes(UTF_8));
  }

  @Test
  void nobodyChangesThemWithoutASessionOrTheCsrfValue() throws Exception {
    assertThat(put("cloud", SECRET).statusCode()).isEqualTo(401);
    assertThat(api.get("/api/secrets").statusCode()).isEqualTo(401);
    api.signIn();
    HttpRequest.Builder without =
        api.request("/api/secrets/cloud")
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofString(SECRET));
    assertThat(api.send(without).statusCode()).isEqualTo(403);
    assertThat(api.secrets.names()).isEmpty();
  }

  @Test
  void whatCannotBeKeptIsRefusedWithTheReason() throws Exception {
    api.signIn();

    assertThat(put("not%20a%20name", "1").statusCode()).isEqualTo(422);
    assertThat(put("a", "x".repeat(SecretStore.MOST_BYTES + 1)).statusCode()).isEqualTo(413);
    assertThat(send("PUT", "/api/secrets/a", "1", "application/json").statusCode()).isEqualTo(415);
    assertThat(send("PUT", "/api/secrets", "1", "application/octet-stream").statusCode())
        .isEqualTo(405);
    assertThat(put("a?x=y", "1").statusCode()).isEqualTo(400);
    assertThat(api.secrets.names()).isEmpty();
  }

  @Test
  void secretsThatCannotBeOpenedAreSaidAndMayBeSetAside() throws Exception {
    api.signIn();
    api.secrets.with("cloud", "1");
    api.secrets.problem = "no key that is there opens it";

    assertThat(api.json("/api/secrets").get("problem").textValue())
        .isEqualTo("no key that is there opens it");
    HttpResponse<String> refused = put("cloud", SECRET);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("\"locked\"", "no key that is there opens it");
    assertThat(delete("cloud").statusCode()).isEqualTo(409);
    assertThat(api.post("/api/secrets/start-anew", "").statusCode()).isEqualTo(204);
    assertThat(api.post("/api/secrets/rekey", "").statusCode()).isEqualTo(204);
    assertThat(api.post("/api/secrets/other", "").statusCode()).isEqualTo(405);
    assertThat(audit())
        .containsExactly(
            "secrets-start-anew user=first-access remote=127.0.0.1 name=",
            "secrets-rekey user=first-access remote=127.0.0.1 name=");
  }

  private HttpResponse<String> put(String name, String secret) throws Exception {
    return send(
        "PUT", "/api/secrets/" + name.replace(" ", "%20"), secret, "application/octet-stream");
  }

  private HttpResponse<String> delete(String name) throws Exception {
    return send("DELETE", "/api/secrets/" + name, "", "application/octet-stream");
  }

  private HttpResponse<String> send(String method, String path, String body, String type)
      throws Exception {
    return api.send(
        api.request(path)
            .header("Content-Type", type)
            .header(Resource.CSRF_HEADER, "csrf-value")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private List<String> audit() {
    return log.list.stream()
        .filter(event -> event.getLoggerName().equals("weir.audit"))
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.startsWith("secret"))
        .toList();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
