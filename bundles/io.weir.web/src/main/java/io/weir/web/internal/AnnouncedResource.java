package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.AnnouncedDevices;
import io.weir.api.runtime.AnnouncedDevices.Entry;
import io.weir.api.runtime.AnnouncedDevices.Standing;
import io.weir.api.runtime.ConnectionRegistry;
import io.weir.api.runtime.ConnectionRegistry.Ability;
import io.weir.api.runtime.ConnectionRegistry.Connection;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/announced}: the devices that make themselves known. {@code POST accept} gives one a
 * document, {@code POST ignore} says that one is not wanted, or takes that back.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/announced", "/api/announced/*"})
public final class AnnouncedResource extends Resource {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final AnnouncedDevices announced;
  private final ConnectionRegistry connections;

  /** As a component. */
  @Activate
  public AnnouncedResource(
      @Reference AccessControl access,
      @Reference AnnouncedDevices announced,
      @Reference ConnectionRegistry connections) {
    super(access);
    this.announced = announced;
    this.connections = connections;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow("connection", "standing");
    if (!path(exchange).isEmpty()) {
      throw unknown(exchange);
    }
    String connection = exchange.parameter("connection");
    Standing standing = standing(exchange.parameter("standing"));
    List<Entry> entries =
        announced.entries().stream()
            .filter(entry -> connection == null || entry.connection().equals(connection))
            .toList();
    long pending = entries.stream().filter(each -> each.standing() == Standing.PENDING).count();
    exchange.send(
        200,
        json -> {
          json.writeNumberField("pending", pending);
          json.writeArrayFieldStart("connections");
          for (Connection each : connections.connections()) {
            if (each.abilities().contains(Ability.ANNOUNCE)
                && (connection == null || each.name().equals(connection))) {
              json.writeStartObject();
              json.writeStringField("name", each.name());
              json.writeStringField("accept", announced.acceptsAll(each.name()) ? "all" : "ask");
              json.writeEndObject();
            }
          }
          json.writeEndArray();
          json.writeArrayFieldStart("devices");
          for (Entry entry : entries) {
            if (standing == null || entry.standing() == standing) {
              write(json, entry);
            }
          }
          json.writeEndArray();
        });
  }

  private static @Nullable Standing standing(@Nullable String word) throws ApiException {
    if (word == null) {
      return null;
    }
    for (Standing standing : Standing.values()) {
      if (word.equals(Values.name(standing))) {
        return standing;
      }
    }
    throw ApiException.bad("standing", word, "use pending, accepted or ignored");
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.ENGINEER);
    exchange.allow();
    String what = path(exchange);
    if (!what.equals("accept") && !what.equals("ignore")) {
      throw unknown(exchange);
    }
    JsonNode body = exchange.body();
    String connection = text(body, "connection");
    if (connection == null) {
      throw ApiException.bad("connection", null, "name the connection it is announced on");
    }
    Map<String, Object> address = Addresses.of(body);
    try {
      if (what.equals("accept")) {
        accept(exchange, connection, address, body);
      } else {
        ignore(exchange, connection, address, body);
      }
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    } catch (FileSystemException e) {
      throw new ApiException(507, "disk", "the document cannot be written: " + e.getMessage());
    }
  }

  private void accept(
      Exchange exchange, String connection, Map<String, Object> address, JsonNode body)
      throws ApiException, IOException {
    only(body, List.of("connection", "address", "id", "name"));
    String id = announced.accept(connection, address, text(body, "id"), text(body, "name"));
    audit(exchange, "device-accept", connection, id + " " + body.path("address"));
    exchange.send(201, json -> json.writeStringField("id", id));
  }

  private void ignore(
      Exchange exchange, String connection, Map<String, Object> address, JsonNode body)
      throws ApiException, IOException {
    only(body, List.of("connection", "address", "ignored"));
    JsonNode ignored = body.path("ignored");
    if (!ignored.isMissingNode() && !ignored.isBoolean()) {
      throw ApiException.bad("ignored", ignored, "use true or false");
    }
    boolean isIgnored = ignored.asBoolean(true);
    announced.ignore(connection, address, isIgnored);
    audit(
        exchange,
        isIgnored ? "device-ignore" : "device-unignore",
        connection,
        body.path("address").toString());
    exchange.response().setStatus(204);
  }

  private static void only(JsonNode body, List<String> fields) throws ApiException {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!fields.contains(field.getKey())) {
        throw ApiException.bad(
            field.getKey(), field.getValue(), "use only " + String.join(", ", fields));
      }
    }
  }

  private static @Nullable String text(JsonNode body, String field) throws ApiException {
    JsonNode value = body.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw ApiException.bad(field, value, "use a text");
    }
    return value.textValue();
  }

  private static String path(Exchange exchange) {
    String path = exchange.request().getPathInfo();
    return path == null ? "" : path.replaceFirst("^/", "");
  }

  private static ApiException unknown(Exchange exchange) {
    return ApiException.notFound(
        "there is no '" + path(exchange) + "' of announced devices; use accept or ignore");
  }

  private static void audit(Exchange exchange, String action, String connection, String details)
      throws ApiException {
    Audit.LOG.info(
        "{} user={} remote={} connection={} {}",
        action,
        requireSession(exchange.session()).user(),
        exchange.remote(),
        Audit.clean(connection),
        Audit.clean(details));
  }

  private static void write(JsonGenerator json, Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("connection", entry.connection());
    Addresses.write(json, "address", entry.address());
    json.writeStringField("name", entry.name());
    json.writeStringField("model", entry.model());
    Addresses.write(json, "metadata", entry.metadata());
    json.writeArrayFieldStart("channels");
    for (String channel : entry.channels()) {
      json.writeString(MAPPER.readTree(channel).path("id").asText());
    }
    json.writeEndArray();
    json.writeStringField("presence", Values.name(entry.presence()));
    json.writeBooleanField("listed", entry.listed());
    json.writeStringField("standing", Values.name(entry.standing()));
    json.writeStringField("device", entry.device());
    json.writeNumberField("since", entry.since());
    json.writeEndObject();
  }
}
