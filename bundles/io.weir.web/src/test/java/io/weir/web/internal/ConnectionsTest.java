package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.State;
import io.weir.api.security.Role;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final String ADDRESS = "{\"address\":{\"unit\":1,\"table\":\"holding\"}}";

  private ApiHarness api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiHarness();
    api.signIn();
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
  }

  @Test
  void connectionsAreListedWithTheirStateAndWhatTheyCan() throws Exception {
    api.gateway.board.part("connection/plant").status(State.ERROR, "comm", "no cable");

    JsonNode plant = api.json("/api/connections").at("/connections/0");

    assertThat(plant)
        .hasToString(
            "{\"name\":\"plant\",\"protocol\":\"modbus\",\"pid\":\"io.weir.driver.modbus~plant\","
                + "\"medium\":\"19200 baud 8E1\",\"state\":\"error\",\"message\":\"no cable\","
                + "\"can\":[\"plan\",\"scan\",\"read\",\"announce\"],\"devices\":[\"boiler\"],\"counters\":{}}");
    assertThat(api.json("/api/connections/plant")).isEqualTo(plant);
    assertThat(api.get("/api/connections/attic").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/connections/plant/secrets").statusCode()).isEqualTo(404);
  }

  @Test
  void aPlanIsOfWhatIsInForceOrOfADraft() throws Exception {
    JsonNode plan = api.json("/api/connections/plant/plan");
    assertThat(plan.get("utilisation").doubleValue()).isEqualTo(0.021);
    assertThat(plan.at("/reads/0/channels/0").textValue()).isEqualTo("boiler/flow-temp");
    assertThat(plan.at("/devices/0/requests").intValue()).isEqualTo(1);
    assertThat(plan.at("/devices/0/periodMs").intValue()).isEqualTo(1000);

    assertThat(api.post("/api/connections/plant/plan", "{\"id\":\"boiler\"}").statusCode())
        .isEqualTo(200);
    assertThat(api.connections.draft).isEqualTo("{\"id\":\"boiler\"}");

    HttpResponse<String> refused = api.post("/api/connections/plant/plan", "{\"id\":\"bad\"}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(ApiHarness.json(refused).at("/error/field").textValue())
        .isEqualTo("/channels/0/address/register");
    assertThat(refused.body()).contains("70000", "use 0 to 65535");
  }

  @Test
  void aScanIsBegunSeenAndStopped() throws Exception {
    assertThat(api.json("/api/connections/plant/scan").get("state").textValue()).isEqualTo("none");
    HttpResponse<String> begun =
        api.post("/api/connections/plant/scan", "{\"units\":\"1-247\",\"deep\":true,\"at\":3}");
    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(api.connections.asked).isEqualTo(Map.of("units", "1-247", "deep", true, "at", 3));
    assertThat(api.json("/api/connections/plant/scan"))
        .hasToString(
            "{\"state\":\"running\",\"done\":5,\"total\":247,\"message\":\"\",\"findings\":["
                + "{\"title\":\"Unit 5\",\"address\":{\"unit\":5},\"details\":{\"vendor\":\"Acme\"}}]}");
    HttpResponse<String> stopped =
        api.send(
            api.request("/api/connections/plant/scan")
                .header(Resource.CSRF_HEADER, "csrf-value")
                .DELETE());
    assertThat(ApiHarness.json(stopped).get("state").textValue()).isEqualTo("stopped");
    HttpResponse<String> refused = api.post("/api/connections/plant/scan", "{}");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("units", "1-247");
  }

  @Test
  void aReadShowsEveryInterpretation() throws Exception {
    api.connections.reading = CompletableFuture.completedFuture(FakeConnections.aReading());

    HttpResponse<String> read = api.post("/api/connections/plant/read", ADDRESS);

    assertThat(read.body())
        .isEqualTo(
            "{\"raw\":[\"0x41AC\",\"0x0000\"],\"interpretations\":["
                + "{\"address\":{\"order\":\"ABCD\",\"type\":\"float32\"},\"value\":\"21.5\"}]}");
    assertThat(api.connections.asked).isEqualTo(Map.of("unit", 1, "table", "holding"));
  }

  @Test
  void aReadThatFailsSaysWhyInTheDevicesWords() throws Exception {
    failure(new NoResponseException("unit 1: no answer within 1000 ms", null), 504, "no answer");
    failure(new ConnectionException("refused", null), 503, "refused");
    failure(new RejectedException("illegal data address", 2, true), 502, "illegal data address");
    failure(new ConfigException("table", "x", "use one of coil"), 422, "use one of coil");
    assertThat(api.post("/api/connections/plant/read", "{\"address\":{}}").statusCode())
        .isEqualTo(422);
    assertThat(api.post("/api/connections/plant/read", "{\"unit\":1}").statusCode()).isEqualTo(400);
  }

  private void failure(Exception cause, int status, String words) throws Exception {
    api.connections.reading = CompletableFuture.failedFuture(cause);
    HttpResponse<String> response = api.post("/api/connections/plant/read", ADDRESS);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(words);
  }

  @Test
  void onlyEngineersTouchABus() throws Exception {
    api.gateway.role = Role.OPERATOR;
    api.signIn();
    assertThat(api.get("/api/connections/plant/plan").statusCode()).isEqualTo(200);
    for (String path : new String[] {"plan", "scan", "read"}) {
      assertThat(api.post("/api/connections/plant/" + path, ADDRESS).statusCode()).isEqualTo(403);
    }
  }
}
