package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The gateway's API over HTTPS, trusting the gateway's own certificate and nothing else, its name
 * checked as Java does.
 */
final class Api {
  private final ObjectMapper mapper = new ObjectMapper();
  private final GatewayProcess gateway;
  private final HttpClient client;
  private String cookie = "";
  private String csrf = "";

  Api(GatewayProcess gateway) throws IOException, GeneralSecurityException {
    this.gateway = gateway;
    this.client = HttpClient.newBuilder().sslContext(trust(gateway)).build();
  }

  private static SSLContext trust(GatewayProcess gateway)
      throws IOException, GeneralSecurityException {
    Path directory = gateway.data().resolve("security");
    KeyStore identity = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("keystore.p12"))) {
      identity.load(
          in, Files.readString(directory.resolve("keystore-password")).strip().toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("weir", identity.getCertificate("weir"));
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  /** Signs in with the code that the gateway keeps for its owner. */
  Api signIn() throws IOException, InterruptedException {
    JsonNode session = post("session", "{\"code\":\"%s\"}".formatted(code(gateway)), 201);
    csrf = session.get("csrf").textValue();
    return this;
  }

  static String code(GatewayProcess gateway) throws IOException {
    return Files.readString(gateway.data().resolve("security/first-access-code")).strip();
  }

  JsonNode hello() throws IOException, InterruptedException {
    return get("hello");
  }

  /** What the gateway answers, which must be a success. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request(path));
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return mapper.readTree(response.body());
  }

  /** The lines of a file, each one JSON document. */
  List<JsonNode> lines(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request(path));
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : response.body().split("\n")) {
      lines.add(mapper.readTree(line));
    }
    return lines;
  }

  /** A file. */
  byte[] bytes(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }

  /** The status code of a GET. */
  int code(String path) throws IOException, InterruptedException {
    return send(request(path)).statusCode();
  }

  JsonNode command(String channel, Object value) throws IOException, InterruptedException {
    return post("commands", "{\"channel\":\"%s\",\"value\":%s}".formatted(channel, value), 200);
  }

  JsonNode post(String path, String body, int expected) throws IOException, InterruptedException {
    return change("POST", path, "application/json", body, expected);
  }

  /** A request that changes something; what it answers. */
  JsonNode change(String method, String path, String type, String body, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(
            request(path)
                .header("Content-Type", type)
                .header("X-Weir-Csrf", csrf)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(expected);
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(header -> cookie = header.substring(0, header.indexOf(';')));
    return mapper.readTree(response.body());
  }

  /** The part's line on the status board, or a missing node. */
  JsonNode part(String name) throws IOException, InterruptedException {
    for (JsonNode part : get("status").get("parts")) {
      if (part.get("part").textValue().equals(name)) {
        return part;
      }
    }
    return mapper.missingNode();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + gateway.port() + "/api/" + path))
            .timeout(Duration.ofSeconds(60));
    return cookie.isEmpty() ? request : request.header("Cookie", cookie);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
