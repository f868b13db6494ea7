package io.weir.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.testing.FakeSecretStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The whole API over real HTTP on a loopback port, the services behind it faked. */
final class ApiHarness {
  final FakeGateway gateway = new FakeGateway();
  final FakeHistory history = new FakeHistory();
  final FakeStorage storage = new FakeStorage();
  final FakeConnections connections = new FakeConnections();
  final FakeAnnounced announced = new FakeAnnounced();
  final FakeRejected rejected = new FakeRejected();
  final FakeDocuments documents = new FakeDocuments();
  final FakeSecretStore secrets = new FakeSecretStore();
  final LiveStreamResource stream;

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final HttpClient client = HttpClient.newHttpClient();
  private String cookie = "";
  private String csrf = "";

  ApiHarness() throws Exception {
    this(true);
  }

  /** With or without the services for card wear and backups. */
  ApiHarness(boolean hasStorage) throws Exception {
    FakeGateway g = gateway;
    Product product = new Product("g1", "0.1.0");
    stream = new LiveStreamResource(g, g, g, g.clock, g.board);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addFilter(
        new FilterHolder(new SecurityHeaders()), "/*", EnumSet.of(DispatcherType.REQUEST));
    WearResource wear = new WearResource(g, hasStorage ? storage : null);
    BackupResource backups = new BackupResource(product, g, g.clock, hasStorage ? storage : null);
    Map.<String, Servlet>ofEntries(
            Map.entry("/api/hello", new HelloResource(product, g)),
            Map.entry("/api/session", new SessionResource(g)),
            Map.entry("/api/status", new StatusResource(product, g, g.clock, g.board)),
            Map.entry(
                "/api/devices/*",
                new DevicesResource(g, g, documents, announced, announced, g.board)),
            Map.entry("/api/connections/*", new ConnectionsResource(g, connections, g.board)),
            Map.entry("/api/announced/*", new AnnouncedResource(g, announced, connections)),
            Map.entry("/api/profiles/*", new ProfilesResource(g, documents)),
            Map.entry("/api/import/channels", new ImportResource(g, documents)),
            Map.entry("/api/live", new LiveResource(g, g, g, g.clock)),
            Map.entry("/api/live/stream", stream),
            Map.entry("/api/history", new HistoryResource(g, history, g.table, g.clock)),
            Map.entry("/api/export", new ExportResource(product, g, history, g.table, g.clock)),
            Map.entry("/api/wear", wear),
            Map.entry("/api/backup", backups),
            Map.entry("/api/restore", backups),
            Map.entry("/api/journal", new JournalResource(g, g.journal)),
            Map.entry("/api/uplinks", new UplinksResource(g, g.board, uplinkSettings())),
            Map.entry("/api/uplinks/*", new RejectedResource(g, rejected)),
            Map.entry("/api/secrets/*", new SecretsResource(g, secrets)),
            Map.entry("/api/rules", new RulesResource(g, g.board)),
            Map.entry("/api/events", new EventsResource(g, g.journal, g.clock)),
            Map.entry("/api/commands", new CommandsResource(g, g, g.clock)),
            Map.entry("/api/*", new UnknownResource(g)))
        .forEach(
            (path, servlet) -> {
              ServletHolder holder = new ServletHolder(servlet);
              holder.setAsyncSupported(true);
              context.addServlet(holder, path);
            });
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  private static List<Map<String, Object>> uplinkSettings() {
    return List.of(
        Map.of(
            "service.pid",
            "io.weir.uplink.mqtt~cloud",
            "codec",
            "json",
            "url",
            "mqtt://user:secret@127.0.0.1:1883"));
  }

  void signIn() throws Exception {
    HttpResponse<String> response =
        send(
            request("/api/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"GOOD-CODE\"}")));
    assertThat(response.statusCode()).isEqualTo(201);
    cookie = response.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    csrf = json(response).get("csrf").textValue();
  }

  String cookie() {
    return cookie;
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    if (!cookie.isEmpty()) {
      builder.header("Cookie", cookie);
    }
    return builder;
  }

  /** How long whoever connects from now on may take nothing. */
  void patience(long millis) {
    connector.setIdleTimeout(millis);
  }

  int port() {
    return connector.getLocalPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
  }

  HttpClient client() {
    return client;
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  /** What a GET that succeeds answers. */
  JsonNode json(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    return json(response);
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header(Resource.CSRF_HEADER, csrf)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> delete(String path) throws Exception {
    return send(request(path).header(Resource.CSRF_HEADER, csrf).DELETE());
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  void close() throws Exception {
    stream.stop();
    server.stop();
  }
}
