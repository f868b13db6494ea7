package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Device;
import io.weir.api.runtime.AnnouncedDevices;
import io.weir.api.runtime.AnnouncedDevices.Entry;
import io.weir.api.runtime.AnnouncedDevices.Standing;
import io.weir.api.runtime.DeviceDocuments;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.PresenceHistory;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/devices} and {@code /api/devices/{id}}: what is configured, and how it is. Below a
 * device {@code document}: its document as it stands in its file, which PUT and DELETE change;
 * {@code channels.csv}: its channels as a table, which an import takes; {@code announced}: what it
 * tells of itself; {@code presence}: when it could be reached; {@code replace}: another one takes
 * its place.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/devices", "/api/devices/*"})
public final class DevicesResource extends Resource {
  private static final String DOCUMENT = "/document";
  private static final String TABLE = "/channels.csv";
  private static final String ANNOUNCED = "/announced";
  private static final String PRESENCE = "/presence";
  private static final String REPLACE = "/replace";
  private static final int DOCUMENT_LIMIT = 1024 * 1024;

  private final DeviceRegistry registry;
  private final DeviceDocuments documents;
  private final AnnouncedDevices announced;
  private final PresenceHistory presence;
  private final StatusBoard board;

  /** As a component. */
  @Activate
  public DevicesResource(
      @Reference AccessControl access,
      @Reference DeviceRegistry registry,
      @Reference DeviceDocuments documents,
      @Reference AnnouncedDevices announced,
      @Reference PresenceHistory presence,
      @Reference StatusBoard board) {
    super(access);
    this.registry = registry;
    this.documents = documents;
    this.announced = announced;
    this.presence = presence;
    this.board = board;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    String path = exchange.request().getPathInfo();
    if (path != null && path.endsWith(DOCUMENT)) {
      String id = path.substring(1, path.length() - DOCUMENT.length());
      exchange.sendJson(documents.device(id).orElseThrow(() -> unknown(id)));
      return;
    }
    if (path != null && path.endsWith(TABLE)) {
      sendTable(exchange, path.substring(1, path.length() - TABLE.length()));
      return;
    }
    if (path != null && path.endsWith(ANNOUNCED)) {
      sendAnnounced(exchange, path.substring(1, path.length() - ANNOUNCED.length()));
      return;
    }
    if (path != null && path.endsWith(PRESENCE)) {
      sendPresence(exchange, path.substring(1, path.length() - PRESENCE.length()));
      return;
    }
    Map<String, PartStatus> parts = parts();
    if (path == null || path.equals("/")) {
      exchange.send(
          200,
          json -> {
            json.writeArrayFieldStart("devices");
            for (Device device : registry.devices()) {
              json.writeStartObject();
              write(json, device, parts.get("device/" + device.id()));
              json.writeEndObject();
            }
            json.writeEndArray();
          });
      return;
    }
    String id = path.substring(1);
    Device device = registry.device(id).orElseThrow(() -> unknown(id));
    exchange.send(200, json -> write(json, device, parts.get("device/" + device.id())));
  }

  private void sendTable(Exchange exchange, String id) throws ApiException, IOException {
    byte[] table;
    try {
      table = documents.exportChannels(id).orElseThrow(() -> unknown(id));
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    }
    Download.send(
        exchange, "text/csv; charset=utf-8", id + "-channels.csv", out -> out.write(table));
  }

  /** As a profile's document; without channels as long as nothing is announced. */
  private void sendAnnounced(Exchange exchange, String id) throws ApiException, IOException {
    if (documents.device(id).isEmpty()) {
      throw unknown(id);
    }
    Entry entry =
        announced.entries().stream()
            .filter(each -> each.standing() == Standing.ACCEPTED && each.device().equals(id))
            .findFirst()
            .orElse(null);
    exchange.send(
        200,
        json -> {
          json.writeStringField("id", "announced");
          json.writeStringField("name", entry == null ? "" : entry.name());
          Addresses.write(json, "metadata", entry == null ? Map.of() : entry.metadata());
          json.writeArrayFieldStart("channels");
          if (entry != null) {
            for (String channel : entry.channels()) {
              json.writeRawValue(channel);
            }
          }
          json.writeEndArray();
        });
  }

  private void sendPresence(Exchange exchange, String id) throws ApiException, IOException {
    if (registry.device(id).isEmpty() && documents.device(id).isEmpty()) {
      throw unknown(id);
    }
    exchange.send(
        200,
        json -> {
          json.writeStringField("device", id);
          json.writeArrayFieldStart("changes");
          for (PresenceHistory.Change change : presence.changes(id)) {
            json.writeStartObject();
            json.writeNumberField("time", change.time());
            json.writeBooleanField("online", change.online());
            json.writeStringField("reason", change.reason());
            json.writeStringField("message", change.message());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.ENGINEER);
    exchange.allow();
    String path = exchange.request().getPathInfo();
    if (path == null || !path.endsWith(REPLACE)) {
      throw notAllowed(exchange);
    }
    String id = path.substring(1, path.length() - REPLACE.length());
    if (documents.device(id).isEmpty()) {
      throw unknown(id);
    }
    JsonNode body = exchange.body();
    Map<String, Object> address = Addresses.of(body);
    if (body.size() != 1) {
      throw ApiException.bad("body", body, "send {\"address\": {...}} and nothing else");
    }
    String remark;
    try {
      remark = documents.replace(id, address);
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    } catch (FileSystemException e) {
      throw new ApiException(507, "disk", "the document cannot be written: " + e.getMessage());
    }
    audit(exchange, "device-replace", id + " " + body.path("address"));
    exchange.send(
        200,
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("warning", remark);
        });
  }

  @Override
  void put(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.ENGINEER);
    exchange.allow("check");
    String id = id(exchange);
    String check = exchange.parameter("check");
    if (check != null && !check.equals("true") && !check.equals("false")) {
      throw ApiException.bad("check", check, "use true or false");
    }
    byte[] document = exchange.bytes("application/json", DOCUMENT_LIMIT);
    String remark;
    try {
      if ("true".equals(check)) {
        remark = documents.check(id, document);
      } else {
        remark = documents.save(id, document);
        audit(exchange, "device-save", id);
      }
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    } catch (FileSystemException e) {
      throw new ApiException(507, "disk", "the document cannot be written: " + e.getMessage());
    }
    exchange.send(
        200,
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("warning", remark);
        });
  }

  @Override
  void delete(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.ENGINEER);
    exchange.allow();
    String id = id(exchange);
    if (!documents.delete(id)) {
      throw unknown(id);
    }
    audit(exchange, "device-delete", id);
    exchange.response().setStatus(204);
  }

  private static String id(Exchange exchange) throws ApiException {
    String path = exchange.request().getPathInfo();
    if (path == null || path.length() < 2 || path.indexOf('/', 1) > 0) {
      throw notAllowed(exchange);
    }
    return path.substring(1);
  }

  private static void audit(Exchange exchange, String action, String id) throws ApiException {
    Audit.LOG.info(
        "{} user={} remote={} device={}",
        action,
        requireSession(exchange.session()).user(),
        exchange.remote(),
        Audit.clean(id));
  }

  private static ApiException unknown(String id) {
    return ApiException.notFound("there is no device '" + id + "'; see /api/devices");
  }

  private Map<String, PartStatus> parts() {
    return board.parts().stream()
        .collect(Collectors.toMap(PartStatus::part, Function.identity(), (a, b) -> b));
  }

  private static void write(JsonGenerator json, Device device, @Nullable PartStatus part)
      throws IOException {
    json.writeStringField("id", device.id());
    json.writeStringField("name", device.name());
    json.writeStringField("profile", device.profile());
    json.writeStringField("connection", device.connection());
    json.writeBooleanField("enabled", device.enabled());
    json.writeObjectFieldStart("metadata");
    for (Map.Entry<String, String> entry : new TreeMap<>(device.metadata()).entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
    json.writeStringField("state", Values.name(part == null ? State.STARTING : part.state()));
    json.writeStringField("message", part == null ? "" : part.message());
    json.writeArrayFieldStart("channels");
    for (Channel channel : device.channels()) {
      write(json, channel);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Channel channel) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", channel.id());
    json.writeStringField("name", channel.name());
    json.writeNumberField("number", channel.number());
    json.writeStringField("type", Values.name(channel.info().type()));
    json.writeStringField("unit", channel.info().unit());
    json.writeStringField("access", Values.name(channel.access()));
    if (channel.period() == null) {
      json.writeNullField("periodMs");
    } else {
      json.writeNumberField("periodMs", channel.period().toMillis());
    }
    if (channel.access().isWritable()) {
      json.writeObjectFieldStart("write");
      limit(json, "min", channel.writeMin());
      limit(json, "max", channel.writeMax());
      json.writeEndObject();
    }
    if (!channel.values().isEmpty()) {
      json.writeObjectFieldStart("values");
      for (Map.Entry<Long, String> value : channel.values().entrySet()) {
        json.writeStringField(value.getKey().toString(), value.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void limit(JsonGenerator json, String name, double limit) throws IOException {
    if (Double.isFinite(limit)) {
      json.writeNumberField(name, limit);
    }
  }
}
