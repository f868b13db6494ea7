package io.weir.web.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.BusPlan;
import io.weir.api.runtime.ConnectionRegistry;
import io.weir.api.runtime.ConnectionRegistry.Connection;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import io.weir.api.security.Session;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/connections}: what each connection is and carries. Below one's name: {@code plan},
 * what its polls cost; {@code scan}, a search for devices and values; {@code read}, what one place
 * holds.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/connections", "/api/connections/*"})
@HttpWhiteboardServletAsyncSupported
public final class ConnectionsResource extends Resource {
  private static final int DOCUMENT_LIMIT = 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ConnectionRegistry connections;
  private final StatusBoard board;

  /** As a component. */
  @Activate
  public ConnectionsResource(
      @Reference AccessControl access,
      @Reference ConnectionRegistry connections,
      @Reference StatusBoard board) {
    super(access);
    this.connections = connections;
    this.board = board;
  }

  /** What stands behind {@code /api/connections}. */
  private record Path(String name, String what) {
    static Path of(Exchange exchange) {
      String path = exchange.request().getPathInfo();
      String[] parts = (path == null ? "" : path.replaceFirst("^/", "")).split("/", 2);
      return new Path(parts[0], parts.length == 1 ? "" : parts[1]);
    }
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    Path path = Path.of(exchange);
    if (path.name().isEmpty()) {
      exchange.send(
          200,
          json -> {
            json.writeArrayFieldStart("connections");
            for (Connection connection : connections.connections()) {
              json.writeStartObject();
              ConnectionJson.write(json, connection, part(connection));
              json.writeEndObject();
            }
            json.writeEndArray();
          });
      return;
    }
    Connection connection = connection(path);
    switch (path.what()) {
      case "" ->
          exchange.send(200, json -> ConnectionJson.write(json, connection, part(connection)));
      case "plan" -> sendPlan(exchange, connection, null);
      case "scan" -> sendScan(exchange, 200, connection);
      default -> throw unknown(path);
    }
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    requireRole(exchange.session(), Role.ENGINEER);
    Path path = Path.of(exchange);
    Connection connection = connection(path);
    switch (path.what()) {
      case "plan" ->
          sendPlan(
              exchange,
              connection,
              exchange.body(DOCUMENT_LIMIT).toString().getBytes(StandardCharsets.UTF_8));
      case "scan" -> scan(exchange, connection);
      case "read" -> read(exchange, connection);
      default -> throw unknown(path);
    }
  }

  @Override
  void delete(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    requireRole(exchange.session(), Role.ENGINEER);
    Path path = Path.of(exchange);
    Connection connection = connection(path);
    if (!path.what().equals("scan")) {
      throw unknown(path);
    }
    connections.stopScan(connection.name());
    audit(exchange, "scan-stop", connection, "");
    sendScan(exchange, 200, connection);
  }

  private Connection connection(Path path) throws ApiException {
    return connections
        .connection(path.name())
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "there is no connection '" + path.name() + "'; see /api/connections"));
  }

  private static ApiException unknown(Path path) {
    return ApiException.notFound(
        "there is no '" + path.what() + "' of a connection; use plan, scan or read");
  }

  private void sendPlan(Exchange exchange, Connection connection, byte @Nullable [] draft)
      throws ApiException, IOException {
    BusPlan plan;
    try {
      plan = connections.plan(connection.name(), draft);
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    }
    exchange.send(200, json -> BusPlanJson.write(json, plan));
  }

  private void scan(Exchange exchange, Connection connection) throws ApiException, IOException {
    JsonNode query = exchange.body();
    try {
      connections.scan(connection.name(), Addresses.scalars(query));
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    }
    audit(exchange, "scan", connection, query.toString());
    sendScan(exchange, 202, connection);
  }

  private void sendScan(Exchange exchange, int status, Connection connection)
      throws ApiException, IOException {
    ConnectionRegistry.Scan scan;
    try {
      scan = connections.scan(connection.name());
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    }
    exchange.send(status, json -> FindingsJson.write(json, scan));
  }

  private void read(Exchange exchange, Connection connection) throws ApiException, IOException {
    JsonNode body = exchange.body();
    if (!(body.size() == 1 && body.path("address").isObject())) {
      throw ApiException.bad("body", body, "send {\"address\": {...}} as a channel has it");
    }
    Map<String, Object> address = Addresses.scalars(body.get("address"));
    LateAnswer answer =
        new LateAnswer(
            exchange,
            PATIENCE,
            new ApiException(504, "timeout", "the bus had no time for it; try again"));
    audit(exchange, "read", connection, body.get("address").toString());
    try {
      answer.when(
          connections.read(connection.name(), address),
          (reading, failure) -> {
            if (reading != null) {
              exchange.send(200, json -> FindingsJson.write(json, reading));
            } else {
              exchange.send(failed(failure));
            }
          });
    } catch (ConfigException e) {
      answer.fail(ApiException.refused(e));
    }
  }

  private static ApiException failed(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof ConfigException e) {
      return ApiException.refused(e);
    }
    String words = cause == null ? "" : String.valueOf(cause.getMessage());
    if (cause instanceof NoResponseException) {
      return new ApiException(504, "no-response", words);
    }
    if (cause instanceof ConnectionException) {
      return new ApiException(503, "connection", words);
    }
    return cause instanceof DriverException
        ? new ApiException(502, "device", words)
        : new ApiException(500, "internal", "the driver failed: " + cause);
  }

  private static void audit(Exchange exchange, String action, Connection connection, String details)
      throws ApiException {
    Session session = requireSession(exchange.session());
    Audit.LOG.info(
        "{} user={} remote={} connection={} {}",
        action,
        session.user(),
        exchange.remote(),
        connection.name(),
        Audit.clean(details));
  }

  private @Nullable PartStatus part(Connection connection) {
    return board.parts().stream()
        .filter(each -> each.part().equals("connection/" + connection.name()))
        .findFirst()
        .orElse(null);
  }
}
