package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final String GOOD = "{ \"id\": \"boiler\" }\n";

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
  void aDocumentIsSavedAsItWasSentReadAndRemoved() throws Exception {
    assertThat(api.get("/api/devices/boiler/document").statusCode()).isEqualTo(404);

    HttpResponse<String> saved = put("/api/devices/boiler", GOOD);

    assertThat(saved.statusCode()).isEqualTo(200);
    assertThat(saved.body()).isEqualTo("{\"id\":\"boiler\",\"warning\":\"\"}");
    assertThat(api.get("/api/devices/boiler/document").body()).isEqualTo(GOOD);
    assertThat(delete("/api/devices/boiler").statusCode()).isEqualTo(204);
    assertThat(delete("/api/devices/boiler").statusCode()).isEqualTo(404);
  }

  @Test
  void aCheckSavesNothing() throws Exception {
    assertThat(put("/api/devices/boiler?check=true", GOOD).statusCode()).isEqualTo(200);
    assertThat(put("/api/devices/boiler?check=true", "{\"connection\":\"attic\"}").body())
        .contains("no connection 'attic'");
    assertThat(put("/api/devices/boiler?check=yes", GOOD).statusCode()).isEqualTo(400);
    assertThat(api.documents.devices).isEmpty();
  }

  @Test
  void whatIsRefusedSaysWhereAndWhy() throws Exception {
    HttpResponse<String> refused = put("/api/devices/boiler", "{\"id\":\"bad\"}");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(ApiHarness.json(refused).at("/error/field").textValue())
        .isEqualTo("/channels/0/scale");
    assertThat(refused.body()).contains("use a factor that is not 0");
    assertThat(put("/api/devices/boiler", "{\"id\":\"full\"}").statusCode()).isEqualTo(507);
    assertThat(put("/api/devices/boiler", "x".repeat(1024 * 1024 + 1)).statusCode()).isEqualTo(413);
    assertThat(put("/api/devices", GOOD).statusCode()).isEqualTo(405);
  }

  @Test
  void profilesAreListedAndShown() throws Exception {
    assertThat(api.json("/api/profiles"))
        .hasToString(
            "{\"profiles\":[{\"id\":\"meter\",\"name\":\"Acme meter\","
                + "\"source\":\"https://example.com\",\"origin\":\"library\",\"channels\":2}]}");
    assertThat(api.json("/api/profiles/meter")).hasToString("{\"id\":\"meter\"}");
    assertThat(api.get("/api/profiles/metre").statusCode()).isEqualTo(404);
  }

  @Test
  void goodRowsOfATableAreGivenOnlyWhenAskedForOrAllAreGood() throws Exception {
    String problems =
        "\"problems\":[{\"line\":3,\"column\":\"scale\",\"value\":\"0,1\","
            + "\"reason\":\"write a number with a point\"}]}";
    assertThat(table("/api/import/channels?connection=plant", "id\n").body())
        .isEqualTo("{\"rows\":2,\"channels\":[]," + problems);
    assertThat(table("/api/import/channels?connection=plant&partial=true", "id\n").body())
        .isEqualTo("{\"rows\":2,\"channels\":[{\"id\":\"a\"}]," + problems);
    assertThat(table("/api/import/channels?connection=plant", "").statusCode()).isEqualTo(422);
    assertThat(table("/api/import/channels", "id\n").statusCode()).isEqualTo(400);
    assertThat(api.post("/api/import/channels?connection=plant", "{}").statusCode()).isEqualTo(415);
  }

  @Test
  void theChannelsOfADeviceAreGivenAsATable() throws Exception {
    put("/api/devices/boiler", GOOD);
    HttpResponse<String> table = api.get("/api/devices/boiler/channels.csv");
    assertThat(table.statusCode()).isEqualTo(200);
    assertThat(table.body()).isEqualTo("id,unit\r\na,Cel\r\n");
    assertThat(table.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(table.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"boiler-channels.csv\"");
    assertThat(api.get("/api/devices/nobody/channels.csv").statusCode()).isEqualTo(404);
    assertThat(api.get("/api/devices/refused/channels.csv").statusCode()).isEqualTo(422);
    assertThat(put("/api/devices/boiler/channels.csv", GOOD).statusCode()).isEqualTo(405);
  }

  @Test
  void onlyEngineersChangeDevices() throws Exception {
    api.gateway.role = Role.OPERATOR;
    api.signIn();
    assertThat(api.get("/api/profiles").statusCode()).isEqualTo(200);
    assertThat(put("/api/devices/boiler", GOOD).statusCode()).isEqualTo(403);
    assertThat(delete("/api/devices/boiler").statusCode()).isEqualTo(403);
    assertThat(table("/api/import/channels?connection=plant", "id\n").statusCode()).isEqualTo(403);
    HttpRequest.Builder foreign =
        api.request("/api/devices/boiler")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(GOOD));
    assertThat(ApiHarness.json(api.send(foreign)).at("/error/code").textValue()).isEqualTo("csrf");
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return api.send(
        changing(path, "application/json").PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return api.send(changing(path, "application/json").DELETE());
  }

  private HttpResponse<String> table(String path, String body) throws Exception {
    return api.send(
        changing(path, "text/csv; charset=utf-8").POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder changing(String path, String type) {
    return api.request(path)
        .header("Content-Type", type)
        .header(Resource.CSRF_HEADER, "csrf-value");
  }
}
