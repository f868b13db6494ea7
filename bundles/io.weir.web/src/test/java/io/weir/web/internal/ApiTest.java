package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.model.Severity;
import io.weir.api.model.ValueType;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.CommandResult;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.Role;
import io.weir.api.store.Aggregate;
import io.weir.api.store.Gap;
import io.weir.api.store.Lane;
import io.weir.testing.FakeClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  private static final long NOW = FakeClock.DEFAULT_OFFSET + 1_000_000;
  private static final String DONE = "{\"channel\":\"boiler/bypass-valve\",\"value\":true}";

  private ApiHarness api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiHarness();
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
  }

  @Test
  void helloIsForEverybody() throws Exception {
    assertThat(api.json("/api/hello"))
        .hasToString(
            "{\"product\":\"Weir\",\"version\":\"0.1.0\",\"gateway\":\"g1\",\"signedIn\":false}");
    api.signIn();
    assertThat(api.json("/api/hello").get("signedIn").booleanValue()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/session",
        "/api/status",
        "/api/devices",
        "/api/devices/boiler",
        "/api/devices/boiler/document",
        "/api/profiles",
        "/api/import/channels",
        "/api/connections",
        "/api/connections/plant/plan",
        "/api/live",
        "/api/live/stream",
        "/api/history?channel=boiler/flow-temp",
        "/api/export?channel=boiler/flow-temp",
        "/api/journal",
        "/api/wear",
        "/api/backup",
        "/api/restore",
        "/api/uplinks",
        "/api/uplinks/cloud/rejected",
        "/api/rules",
        "/api/events",
        "/api/commands",
        "/api/no-such-thing"
      })
  void everythingElseNeedsASession(String path) throws Exception {
    HttpResponse<String> response = api.get(path);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(ApiHarness.json(response).at("/error/code").textValue()).isEqualTo("unauthorized");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void everyAnswerTellsTheBrowserToRunNothingForeign() throws Exception {
    assertThat(api.get("/api/hello").headers().map())
        .containsEntry("content-security-policy", List.of(SecurityHeaders.CONTENT_SECURITY_POLICY))
        .containsEntry("x-content-type-options", List.of("nosniff"))
        .containsKeys("referrer-policy", "x-frame-options");
    assertThat(SecurityHeaders.CONTENT_SECURITY_POLICY)
        .contains("default-src 'none';", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }

  @Test
  void signingInGivesACookieThatScriptsAndOtherSitesCannotUse() throws Exception {
    HttpResponse<String> response = api.post("/api/session", "{\"code\":\"GOOD-CODE\"}");

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("weir-session=token-0;")
        .contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict");
    assertThat(response.body())
        .isEqualTo("{\"user\":\"first-access\",\"role\":\"administrator\",\"csrf\":\"csrf-value\"}")
        .doesNotContain("token");
  }

  @Test
  void aWrongCodeIsAnErrorAndTooManyAreAWait() throws Exception {
    assertThat(api.post("/api/session", "{\"code\":\"BAD\"}").statusCode()).isEqualTo(401);
    api.gateway.retryAfter = 8;

    HttpResponse<String> response = api.post("/api/session", "{\"code\":\"BAD\"}");

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("8");
  }

  @Test
  void signingOutEndsTheSession() throws Exception {
    api.signIn();
    assertThat(api.json("/api/session").get("user").textValue()).isEqualTo("first-access");

    HttpResponse<String> response =
        api.send(api.request("/api/session").header(Resource.CSRF_HEADER, "csrf-value").DELETE());

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    assertThat(api.get("/api/session").statusCode()).isEqualTo(401);
  }

  @Test
  void signingInAgainEndsTheFormerSession() throws Exception {
    api.signIn();
    api.signIn();

    assertThat(api.gateway.sessions).hasSize(1);
  }

  @Test
  void aChangeWithoutTheCsrfValueIsRefused() throws Exception {
    api.signIn();

    HttpResponse<String> missing =
        api.send(
            api.request("/api/commands")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(DONE)));
    HttpResponse<String> wrong =
        api.send(api.request("/api/session").header(Resource.CSRF_HEADER, "guess").DELETE());

    assertThat(missing.statusCode()).isEqualTo(403);
    assertThat(ApiHarness.json(missing).at("/error/message").textValue()).contains("X-Weir-Csrf");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(api.gateway.commands).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                          | body
          []                         | body
          {"code":1}                 | code
          {}                         | code
          {"code":"A","user":"root"} | user
          {"code":"A","code":"B"}    | code
          {"code":"A"} {}            | body
          """)
  void badSignInsNameWhatIsWrong(String body, String named) throws Exception {
    HttpResponse<String> response = api.post("/api/session", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ApiHarness.json(response).at("/error/message").textValue())
        .contains(named)
        .doesNotContain("Source");
  }

  @Test
  void onlyJsonOfBoundedLengthIsRead() throws Exception {
    HttpResponse<String> form =
        api.send(
            api.request("/api/session")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("code=GOOD-CODE")));
    String tooLong = "{\"code\":\"" + "A".repeat(70_000) + "\"}";

    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(api.post("/api/session", tooLong).statusCode()).isEqualTo(413);
    assertThat(api.post("/api/session", "{\"code\":\"" + "A".repeat(300) + "\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    api.signIn();

    assertThat(api.post("/api/status", "{}").statusCode()).isEqualTo(405);
    assertThat(
            api.send(
                    api.request("/api/status").method("PATCH", HttpRequest.BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void unknownPathsAndPartsThatAreMissingAreToldApart() throws Exception {
    api.signIn();

    assertThat(api.get("/api/statuss").statusCode()).isEqualTo(404);
    assertThat(ApiHarness.json(api.get("/api/statuss")).at("/error/message").textValue())
        .contains("/api/statuss");
  }

  @Test
  void statusShowsTheWorstOfTheParts() throws Exception {
    api.signIn();
    StatusBoard.Part connection = api.gateway.board.part("connection/plant");
    connection.status(State.DEGRADED, "comm", "no answer");
    connection.counter("polls").add(12);
    api.gateway.board.part("broker").status(State.DISABLED, "none", "");

    JsonNode status = api.json("/api/status");

    assertThat(status.get("state").textValue()).isEqualTo("degraded");
    assertThat(status.get("problems")).hasToString("[\"connection/plant\"]");
    assertThat(status.get("time").longValue()).isEqualTo(NOW);
    assertThat(status.get("clockTrusted").booleanValue()).isTrue();
    assertThat(status.at("/parts/1"))
        .hasToString(
            "{\"part\":\"connection/plant\",\"state\":\"degraded\",\"reason\":\"comm\","
                + "\"message\":\"no answer\",\"since\":0,\"counters\":{\"polls\":12}}");
    assertThat(status.at("/process/rssBytes").longValue()).isPositive();
    assertThat(status.at("/process/threads").longValue()).isPositive();
  }

  @Test
  void devicesAreShownWithTheirChannels() throws Exception {
    api.signIn();
    api.gateway.board.part("device/boiler").ok();

    JsonNode device = api.json("/api/devices").at("/devices/0");

    assertThat(device.get("id").textValue()).isEqualTo("boiler");
    assertThat(device.get("state").textValue()).isEqualTo("ok");
    assertThat(device.at("/metadata/room").textValue()).isEqualTo("cellar");
    assertThat(device.at("/channels/0"))
        .hasToString(
            "{\"id\":\"boiler/flow-temp\",\"name\":\"The flow-temp\",\"number\":0,"
                + "\"type\":\"double\",\"unit\":\"Cel\",\"access\":\"r\",\"periodMs\":1000}");
    assertThat(device.at("/channels/1/write")).hasToString("{\"min\":0.0}");
    assertThat(api.json("/api/devices/boiler")).isEqualTo(device);
    assertThat(api.get("/api/devices/pump").statusCode()).isEqualTo(404);
  }

  @Test
  void liveValuesAreShownAsTheirTypeAndBadOnesWithoutAValue() throws Exception {
    api.signIn();
    api.gateway.put("boiler/flow-temp", 71.2);
    api.gateway.put("boiler/bypass-valve", 0, null, Quality.bad(Quality.Reason.COMM));
    api.gateway.put("boiler/label", 0, "main \"A\"", Quality.GOOD);

    assertThat(api.json("/api/live"))
        .hasToString(
            ("{\"values\":[{\"channel\":\"boiler/flow-temp\",\"time\":%1$d,\"value\":71.2,"
                    + "\"quality\":\"good\"},{\"channel\":\"boiler/bypass-valve\",\"time\":%1$d,"
                    + "\"value\":null,\"quality\":\"bad/comm\"},{\"channel\":\"boiler/label\","
                    + "\"time\":%1$d,\"value\":\"main \\\"A\\\"\",\"quality\":\"good\"}]}")
                .formatted(NOW));
    assertThat(api.json("/api/live?channel=boiler/label").get("values")).hasSize(1);
  }

  @Test
  void aValueThatHasANameIsShownWithIt() throws Exception {
    api.signIn();
    api.gateway.add(
        "boiler/mode", ValueType.INTEGER, "", Access.R, Map.of(10L, "fault", 0L, "off"));
    api.gateway.add("boiler/door", ValueType.BOOLEAN, "", Access.R, Map.of(1L, "open"));

    assertThat(api.json("/api/devices/boiler").at("/channels/3/values"))
        .hasToString("{\"0\":\"off\",\"10\":\"fault\"}");
    assertThat(api.json("/api/devices/boiler").at("/channels/0").has("values")).isFalse();

    api.gateway.put("boiler/mode", 10, null, Quality.GOOD);
    api.gateway.put("boiler/door", 1, null, Quality.GOOD);
    assertThat(api.json("/api/live").get("values").findValuesAsText("text"))
        .containsExactly("fault", "open");
    assertThat(api.json("/api/live").at("/values/0/value").longValue()).isEqualTo(10);

    api.gateway.put("boiler/mode", 3, null, Quality.GOOD);
    api.gateway.put("boiler/door", 1, null, Quality.bad(Quality.Reason.COMM));
    assertThat(api.json("/api/live").get("values").findValuesAsText("text")).isEmpty();
  }

  @Test
  void aValueThatIsNoNumberIsNull() throws Exception {
    api.signIn();
    api.gateway.put("boiler/flow-temp", Double.NaN);

    assertThat(api.json("/api/live").at("/values/0/value").isNull()).isTrue();
  }

  @Test
  void historyForAChartComesFromTheLevelThatSuits() throws Exception {
    api.signIn();
    api.history.aggregates.add(new Aggregate(NOW, 3, 1, 5, 3, 2.5, 1, 5));
    api.history.aggregates.add(
        new Aggregate(NOW + 1, 0, 5, 5, Double.NaN, 5, Double.NaN, Double.NaN));

    JsonNode answer =
        api.json(
            "/api/history?channel=boiler/flow-temp&from=2026-01-01T00:00:00Z"
                + "&to=2026-01-01T01:00:00%2B00:00&points=100");

    assertThat(api.history.asked)
        .containsExactly(
            "boiler/flow-temp "
                + FakeClock.DEFAULT_OFFSET
                + " "
                + (FakeClock.DEFAULT_OFFSET + 3_600_000_000L)
                + " points 100");
    assertThat(answer.get("level").textValue()).isEqualTo("minute");
    assertThat(answer.get("step").longValue()).isEqualTo(60_000_000);
    assertThat(answer.at("/points/0"))
        .hasToString(
            "{\"time\":"
                + NOW
                + ",\"count\":3,\"min\":1.0,\"max\":5.0,\"mean\":3.0,\"timeWeightedMean\":2.5,"
                + "\"first\":1.0,\"last\":5.0}");
    assertThat(answer.at("/points/1/mean").isNull()).isTrue();
  }

  @Test
  void historyIsSummedUpInTheStepThatIsAskedFor() throws Exception {
    api.signIn();
    api.history.aggregates.add(new Aggregate(NOW, 3, 1, 5, 3, 2.5, 1, 5));

    JsonNode answer =
        api.json("/api/history?channel=boiler/flow-temp&from=0&to=1000000&step=500000");

    assertThat(api.history.asked).containsExactly("boiler/flow-temp 0 1000000 500000");
    assertThat(answer.get("step").longValue()).isEqualTo(500_000);
    assertThat(answer.has("level")).isFalse();
    assertThat(answer.at("/points/0/timeWeightedMean").doubleValue()).isEqualTo(2.5);
  }

  @Test
  void anAnswerThatFailsHalfwayIsCutOffAndNeverLooksWhole() throws Exception {
    api.signIn();
    api.history.produce(50_000);
    api.history.failAfter(40_000);

    assertThatThrownBy(() -> api.get("/api/history?channel=boiler/flow-temp&raw=true&limit=100000"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anAnswerThatFailsAtOnceIsAnError() throws Exception {
    api.signIn();
    api.history.produce(10);
    api.history.failAfter(5);

    HttpResponse<String> response = api.get("/api/history?channel=boiler/flow-temp&raw=true");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(ApiHarness.json(response).at("/error/code").textValue()).isEqualTo("internal");
  }

  @Test
  void rawHistoryIsCutAtTheLimitAndSaysSo() throws Exception {
    api.signIn();
    for (int i = 0; i < 5; i++) {
      api.history.rows.add(
          new FakeHistory.Row(0, i, Double.doubleToRawLongBits(i), null, Quality.GOOD));
    }

    JsonNode cut = api.json("/api/history?channel=boiler/flow-temp&raw=true&limit=4");
    JsonNode whole = api.json("/api/history?channel=boiler/flow-temp&raw=true&limit=5");

    assertThat(cut.get("samples")).hasSize(4);
    assertThat(cut.get("truncated").booleanValue()).isTrue();
    assertThat(whole.get("samples")).hasSize(5);
    assertThat(whole.get("truncated").booleanValue()).isFalse();
    assertThat(whole.at("/samples/2"))
        .hasToString("{\"time\":2,\"value\":2.0,\"quality\":\"good\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/history                                                   | channel
          /api/history?channel=boiler/flow-temp&from=yesterday           | from
          /api/history?channel=boiler/flow-temp&from=9&to=8              | from
          /api/history?channel=boiler/flow-temp&to=99999999999999999999  | to
          /api/history?channel=boiler/flow-temp&points=0                 | points
          /api/history?channel=boiler/flow-temp&step=-5                  | step
          /api/history?channel=boiler/flow-temp&step=1                   | step
          /api/history?channel=boiler/flow-temp&raw=true&limit=x         | limit
          /api/history?channel=boiler/label                              | raw
          /api/history?chanel=boiler/flow-temp                           | chanel
          /api/export                                                    | channel
          /api/export?channel=boiler/flow-temp&format=xls                | format
          /api/export?channel=boiler/flow-temp&gzip=1                    | gzip
          /api/export?channel=boiler/flow-temp&level=week                | level
          /api/export?channel=boiler/flow-temp&level=hour&step=1         | step
          /api/export?channel=boiler/flow-temp&step=1&from=0             | step
          /api/export?channel=boiler/label&level=hour                    | boiler/label
          /api/events?type=G%20ap                                        | type
          /api/live?channel=boiler/nothing                               | boiler/nothing
          /api/events?limit=0                                            | limit
          /api/status?verbose=1                                          | verbose
          """)
  void badQueriesNameTheParameter(String path, String named) throws Exception {
    api.signIn();

    HttpResponse<String> response = api.get(path.strip());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ApiHarness.json(response).at("/error/message").textValue()).contains(named, ";");
  }

  @Test
  void historyOfAChannelThatNeverWasIsNotFound() throws Exception {
    api.signIn();

    assertThat(api.get("/api/history?channel=boiler/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void theJournalIsShownLaneByLane() throws Exception {
    api.signIn();
    Batch batch = new Batch(1);
    batch.addDouble(0, 1, 2);
    api.gateway.journal.append(batch);
    api.gateway.journal.open("uplink/cloud", Lane.TELEMETRY).acknowledge(1);

    JsonNode lanes = api.json("/api/journal").get("lanes");

    assertThat(lanes).hasSize(2);
    JsonNode telemetry = lanes.get(1);
    assertThat(telemetry.get("lane").textValue()).isEqualTo("telemetry");
    assertThat(telemetry.get("committed").longValue()).isEqualTo(1);
    assertThat(telemetry.at("/cursors/uplink~1cloud").longValue()).isEqualTo(1);
  }

  @Test
  void uplinksShowTheirSettingsWithoutSecrets() throws Exception {
    api.signIn();
    StatusBoard.Part part = api.gateway.board.part("uplink/cloud");
    part.ok();
    part.gauge("connected", () -> 1);
    part.gauge("backlog-telemetry", () -> 12);
    part.gauge("backlog-eta-s", () -> -1);
    part.counter("acknowledged").add(34);

    assertThat(api.json("/api/uplinks").at("/uplinks/0"))
        .hasToString(
            "{\"name\":\"cloud\",\"state\":\"ok\",\"reason\":\"none\",\"message\":\"\","
                + "\"since\":0,\"codec\":\"json\",\"url\":\"mqtt://127.0.0.1:1883\","
                + "\"connected\":true,\"inFlight\":0,\"backlog\":{\"event\":0,\"telemetry\":12,"
                + "\"etaSeconds\":null},\"rate\":{\"bytesPerSecond\":0,"
                + "\"messagesPerSecond\":0},\"budget\":{\"bytesPerDay\":0,\"usedBytes\":0},"
                + "\"acknowledged\":34,\"rejected\":0,\"setAside\":0,\"bytes\":0,\"lastAcknowledged\":0}");
  }

  @Test
  void rulesAreShownByTheirParts() throws Exception {
    api.signIn();
    api.gateway.board.part("rule/overheat").status(State.ERROR, "config", "when: no such channel");

    JsonNode rule = api.json("/api/rules").at("/rules/0");

    assertThat(rule.get("id").textValue()).isEqualTo("overheat");
    assertThat(rule.get("state").textValue()).isEqualTo("error");
    assertThat(rule.get("message").textValue()).isEqualTo("when: no such channel");
  }

  @Test
  void eventsComeNewestFirstAndStayReadable() throws Exception {
    api.signIn();
    for (int i = 1; i <= 3; i++) {
      api.gateway.journal.append(
          new Event("rule", "overheat", Severity.WARNING, i, "n" + i, Map.of("temp", "85.1")));
    }

    JsonNode two = api.json("/api/events?limit=2").get("events");
    assertThat(two.findValuesAsText("message")).containsExactly("n3", "n2");
    assertThat(two.get(0))
        .hasToString(
            "{\"sequence\":3,\"type\":\"rule\",\"source\":\"overheat\",\"severity\":\"warning\","
                + "\"time\":"
                + (FakeClock.DEFAULT_OFFSET + 3)
                + ",\"message\":\"n3\",\"attributes\":{\"temp\":\"85.1\"}}");
    api.gateway.journal.append(new Event("rule", "overheat", Severity.INFO, 4, "n4", Map.of()));
    assertThat(api.json("/api/events").get("events").findValuesAsText("message"))
        .containsExactly("n4", "n3", "n2", "n1");
    assertThat(api.gateway.journal.lanes().get(0).cursors()).isEmpty();
  }

  @Test
  void gapsStayInSightWhateverElseHappens() throws Exception {
    api.signIn();
    Gap gap = new Gap(Lane.TELEMETRY, 5, 9, Gap.Loss.ALL, Gap.Reason.BUDGET, 50, 1, 2);
    api.gateway.journal.append(gap.toEvent(1));
    for (int i = 1; i <= 1100; i++) {
      api.gateway.journal.append(new Event("rule", "r", Severity.INFO, i, "n" + i, Map.of()));
    }

    JsonNode gaps = api.json("/api/events?type=gap").get("events");
    JsonNode rules = api.json("/api/events?type=rule&limit=2").get("events");

    assertThat(gaps).hasSize(1);
    assertThat(gaps.get(0).get("message").textValue()).contains("5 to 9", "limit");
    assertThat(gaps.at("/0/attributes/loss").textValue()).isEqualTo("all");
    assertThat(rules.findValuesAsText("message")).containsExactly("n1100", "n1099");
    assertThat(api.json("/api/events?limit=1000").toString()).doesNotContain("gap");
  }

  @Test
  void aCommandIsAnsweredWithItsResult() throws Exception {
    api.signIn();
    api.gateway.answer.complete(
        new CommandResult(
            "c1",
            CommandResult.Outcome.DONE,
            "",
            new Sample("boiler/bypass-valve", NOW, true, Quality.GOOD)));

    HttpResponse<String> response =
        api.post(
            "/api/commands", "{\"id\":\"c1\",\"channel\":\"boiler/bypass-valve\",\"value\":true}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"id\":\"c1\",\"outcome\":\"done\",\"message\":\"\",\"readBack\":{\"channel\":"
                + "\"boiler/bypass-valve\",\"time\":"
                + NOW
                + ",\"value\":true,\"quality\":\"good\"}}");
    Command command = api.gateway.commands.get(0);
    assertThat(command.origin()).isEqualTo("console:first-access");
    assertThat(command.value()).isEqualTo(true);
    assertThat(command.expires()).isEqualTo(api.gateway.clock.micros() + 10_000_000);
  }

  @Test
  void aCommandMayBeAnsweredLater() throws Exception {
    api.signIn();
    var response =
        api.client()
            .sendAsync(
                api.request("/api/commands")
                    .header("Content-Type", "application/json")
                    .header(Resource.CSRF_HEADER, "csrf-value")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"channel\":\"boiler/bypass-valve\",\"value\":1450.5}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    Waiting.until(() -> !api.gateway.commands.isEmpty());
    assertThat(response).isNotDone();

    api.gateway.answer.complete(
        new CommandResult("x", CommandResult.Outcome.FAILED, "no answer", null));

    assertThat(response.get().body())
        .isEqualTo(
            "{\"id\":\"x\",\"outcome\":\"failed\",\"message\":\"no answer\",\"readBack\":null}");
    assertThat(api.gateway.commands.get(0).value()).isEqualTo(1450.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"value":1}                                   | channel
          {"channel":7,"value":1}                       | channel
          {"channel":"boiler/bypass-valve"}             | value
          {"channel":"boiler/bypass-valve","value":{}}  | value
          {"channel":"boiler/bypass-valve","value":null}| value
          {"channel":"a/b","value":1,"id":"a b"}        | id
          {"channel":"a/b","value":1,"force":true}      | force
          """)
  void badCommandsNameTheField(String body, String named) throws Exception {
    api.signIn();

    HttpResponse<String> response = api.post("/api/commands", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ApiHarness.json(response).at("/error/message").textValue()).contains(named);
    assertThat(api.gateway.commands).isEmpty();
  }

  @Test
  void aViewerMayNotCommand() throws Exception {
    api.gateway.role = Role.VIEWER;
    api.signIn();

    assertThat(api.post("/api/commands", DONE).statusCode()).isEqualTo(403);
    assertThat(api.gateway.commands).isEmpty();
  }
}
