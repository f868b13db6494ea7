package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.security.Role;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that make themselves known, when they could be reached, and one replacing another. */
class AnnouncedTest {
  private static final String PLACE = "\"connection\":\"plant\",\"address\":{\"ieee\":\"0x01\"}";

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
  void allAreListedWithWhatWasDecided() throws Exception {
    JsonNode answer = api.json("/api/announced");
    assertThat(answer.get("pending").asInt()).isEqualTo(1);
    assertThat(answer.get("connections").toString())
        .isEqualTo("[{\"name\":\"plant\",\"accept\":\"ask\"}]");
    assertThat(answer.at("/devices/0").toString())
        .isEqualTo(
            "{\"connection\":\"plant\",\"address\":{\"endpoint\":1,\"ieee\":\"0x01\"},"
                + "\"name\":\"Lamp\",\"model\":\"Acme X1\",\"metadata\":{\"firmware\":\"1.2\"},"
                + "\"channels\":[\"state\"],\"presence\":\"online\",\"listed\":true,"
                + "\"standing\":\"pending\",\"device\":\"lamp\",\"since\":1700000000000000}");
    assertThat(api.json("/api/announced?standing=accepted").at("/devices/0/name").asText())
        .isEqualTo("Boiler");
    assertThat(api.json("/api/announced?connection=attic").get("pending").asInt()).isZero();
    assertThat(api.get("/api/announced?standing=some").statusCode()).isEqualTo(400);
    assertThat(api.get("/api/announced/lamp").statusCode()).isEqualTo(404);
  }

  @Test
  void oneIsAcceptedUnderTheSuggestedOrAnotherId() throws Exception {
    HttpResponse<String> accepted = api.post("/api/announced/accept", "{" + PLACE + "}");
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
    assertThat(accepted.body()).isEqualTo("{\"id\":\"lamp\"}");
    api.post("/api/announced/accept", "{" + PLACE + ",\"id\":\"desk\",\"name\":\"Desk\"}");
    assertThat(api.announced.calls)
        .containsExactly(
            "accept plant {ieee=0x01} null null", "accept plant {ieee=0x01} desk Desk");
  }

  @Test
  void whatCannotBeAcceptedSaysWhy() throws Exception {
    HttpResponse<String> taken =
        api.post("/api/announced/accept", "{" + PLACE + ",\"id\":\"boiler\"}");
    assertThat(taken.statusCode()).isEqualTo(422);
    assertThat(ApiHarness.json(taken).at("/error/field").asText()).isEqualTo("id");
    assertThat(status("accept", "{" + PLACE + ",\"id\":\"full\"}")).isEqualTo(507);
    assertThat(status("accept", "{" + PLACE + ",\"profile\":\"x\"}")).isEqualTo(400);
    assertThat(status("accept", "{\"connection\":\"plant\"}")).isEqualTo(400);
    assertThat(status("accept", "{\"address\":{\"ieee\":\"0x01\"}}")).isEqualTo(400);
    assertThat(status("accept", "{" + PLACE + ",\"id\":7}")).isEqualTo(400);
    assertThat(status("ignore", "{" + PLACE + ",\"ignored\":\"no\"}")).isEqualTo(400);
    assertThat(status("invite", "{" + PLACE + "}")).isEqualTo(404);
    assertThat(api.announced.calls).isEmpty();
  }

  @Test
  void oneIsIgnoredAndThatIsTakenBack() throws Exception {
    assertThat(status("ignore", "{" + PLACE + "}")).isEqualTo(204);
    assertThat(status("ignore", "{" + PLACE + ",\"ignored\":false}")).isEqualTo(204);
    assertThat(api.announced.calls)
        .containsExactly("ignore plant {ieee=0x01} true", "ignore plant {ieee=0x01} false");
  }

  @Test
  void whatADeviceTellsOfItselfIsReadAsAProfile() throws Exception {
    api.documents.devices.put("boiler", new byte[0]);
    assertThat(api.json("/api/devices/boiler/announced").toString())
        .isEqualTo(
            "{\"id\":\"announced\",\"name\":\"Boiler\",\"metadata\":{\"firmware\":\"1.2\"},\"channels\":"
                + "[{\"id\":\"state\",\"address\":{\"property\":\"state\"}}]}");
    api.documents.devices.put("other", new byte[0]);
    assertThat(api.json("/api/devices/other/announced").get("channels")).isEmpty();
    assertThat(api.get("/api/devices/nobody/announced").statusCode()).isEqualTo(404);
  }

  @Test
  void whenADeviceCouldBeReachedIsTold() throws Exception {
    assertThat(api.json("/api/devices/boiler/presence").toString())
        .isEqualTo(
            "{\"device\":\"boiler\",\"changes\":["
                + "{\"time\":1700000000000000,\"online\":true,\"reason\":\"none\",\"message\":\"\"},"
                + "{\"time\":1700000060000000,\"online\":false,\"reason\":\"comm\","
                + "\"message\":\"no answer\"}]}");
    assertThat(api.get("/api/devices/nobody/presence").statusCode()).isEqualTo(404);
  }

  @Test
  void oneDeviceReplacesAnother() throws Exception {
    api.documents.devices.put("boiler", new byte[0]);
    HttpResponse<String> done = replace("boiler", "{\"address\":{\"ieee\":\"0x09\"}}");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.body())
        .isEqualTo("{\"id\":\"boiler\",\"warning\":\"device 'new' is removed\"}");
    assertThat(new String(api.documents.devices.get("boiler"), StandardCharsets.UTF_8))
        .contains("0x09");
    assertThat(replace("boiler", "{\"address\":{\"bad\":1}}").statusCode()).isEqualTo(422);
    assertThat(replace("boiler", "{\"address\":{}}").statusCode()).isEqualTo(400);
    assertThat(replace("boiler", "{\"address\":{\"a\":1},\"id\":\"x\"}").statusCode())
        .isEqualTo(400);
    assertThat(replace("nobody", "{\"address\":{\"a\":1}}").statusCode()).isEqualTo(404);
    assertThat(api.post("/api/devices/boiler", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void anOperatorMayLookOnly() throws Exception {
    api.gateway.role = Role.OPERATOR;
    api.signIn();
    assertThat(api.get("/api/announced").statusCode()).isEqualTo(200);
    assertThat(status("accept", "{" + PLACE + "}")).isEqualTo(403);
    assertThat(status("ignore", "{" + PLACE + "}")).isEqualTo(403);
    assertThat(replace("boiler", "{\"address\":{\"a\":1}}").statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> replace(String id, String body) throws Exception {
    return api.post("/api/devices/" + id + "/replace", body);
  }

  private int status(String what, String body) throws Exception {
    return api.post("/api/announced/" + what, body).statusCode();
  }
}
