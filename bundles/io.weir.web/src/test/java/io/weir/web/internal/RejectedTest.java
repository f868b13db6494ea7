package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.security.Role;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RejectedTest {
  private static final String ALL = "/api/uplinks/cloud/rejected";
  private static final String ONE = ALL + "/007-telemetry-7-7";

  private ApiHarness api;

  @BeforeEach
  void start() throws Exception {
    api = new ApiHarness();
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
  }

  private void signIn(Role role) throws Exception {
    api.gateway.role = role;
    api.signIn();
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return api.delete(path);
  }

  @Test
  void whatIsSetAsideIsListed() throws Exception {
    signIn(Role.VIEWER);
    JsonNode all = api.json(ALL).get("rejected");
    assertThat(all).hasSize(2);
    assertThat(all.get(0))
        .hasToString(
            "{\"id\":\"007-telemetry-7-7\",\"time\":5,\"kind\":\"telemetry\",\"device\":\"\","
                + "\"first\":7,\"last\":7,\"contentType\":\"application/json\",\"bytes\":2,"
                + "\"reason\":\"too large\",\"retrying\":false}");
    assertThat(api.json("/api/uplinks/other/rejected").get("rejected")).isEmpty();
  }

  @Test
  void aPayloadIsGivenAsAFile() throws Exception {
    signIn(Role.VIEWER);
    HttpResponse<String> response = api.get(ONE);
    assertThat(response.body()).isEqualTo("{}");
    assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("007-telemetry-7-7.payload");
  }

  @Test
  void oneOrAllAreSentAgain() throws Exception {
    signIn(Role.OPERATOR);
    assertThat(ApiHarness.json(api.post(ONE + "/retry", "{}")).get("retrying").intValue())
        .isEqualTo(1);
    assertThat(api.json(ALL).at("/rejected/0/retrying").booleanValue()).isTrue();
    assertThat(ApiHarness.json(api.post(ALL + "/retry", "{}")).get("retrying").intValue())
        .isEqualTo(2);
  }

  @Test
  void anUplinkThatDoesNotRunSaysSo() throws Exception {
    signIn(Role.OPERATOR);
    api.rejected.running = false;
    HttpResponse<String> response = api.post(ONE + "/retry", "{}");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("uplink 'cloud' is not running");
  }

  @Test
  void oneOrAllAreDeleted() throws Exception {
    signIn(Role.ENGINEER);
    assertThat(ApiHarness.json(delete(ONE)).get("deleted").intValue()).isEqualTo(1);
    assertThat(api.rejected.cloud).hasSize(1);
    assertThat(delete(ONE).statusCode()).isEqualTo(404);
    assertThat(ApiHarness.json(delete(ALL)).get("deleted").intValue()).isEqualTo(1);
    assertThat(api.rejected.cloud).isEmpty();
  }

  @Test
  void aViewerRetriesNothingAndAnOperatorDeletesNothing() throws Exception {
    signIn(Role.VIEWER);
    assertThat(api.post(ONE + "/retry", "{}").statusCode()).isEqualTo(403);
    signIn(Role.OPERATOR);
    assertThat(delete(ONE).statusCode()).isEqualTo(403);
    assertThat(api.rejected.cloud).hasSize(2);
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    signIn(Role.ENGINEER);
    assertThat(api.get("/api/uplinks/none/rejected").body()).contains("no uplink 'none'");
    assertThat(api.get(ALL + "/1-2-3").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/uplinks/cloud").statusCode()).isEqualTo(404);
    assertThat(api.get(ONE + "/retry").statusCode()).isEqualTo(405);
    assertThat(api.post(ALL, "{}").statusCode()).isEqualTo(405);
  }
}
