package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.AccessControl;
import io.weir.api.uplink.BatchTransport;
import io.weir.api.uplink.Transport;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/uplinks}: each destination, whether it is reached and what still has to go there. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/uplinks")
public final class UplinksResource extends Resource {
  private static final String PREFIX = "uplink/";

  private final StatusBoard board;

  /** Properties of the destinations, that is their configuration. */
  @Reference(
      service = Transport.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  private volatile List<Map<String, Object>> transports = List.of();

  @Reference(
      service = BatchTransport.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  private volatile List<Map<String, Object>> batchTransports = List.of();

  /** As a component. */
  @Activate
  public UplinksResource(@Reference AccessControl access, @Reference StatusBoard board) {
    super(access);
    this.board = board;
  }

  UplinksResource(AccessControl access, StatusBoard board, List<Map<String, Object>> transports) {
    this(access, board);
    this.transports = transports;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    exchange.send(
        200,
        json -> {
          json.writeArrayFieldStart("uplinks");
          for (PartStatus part : board.parts()) {
            if (part.part().startsWith(PREFIX)) {
              json.writeStartObject();
              write(json, part.part().substring(PREFIX.length()), part);
              json.writeEndObject();
            }
          }
          json.writeEndArray();
        });
  }

  private void write(JsonGenerator json, String name, PartStatus part) throws IOException {
    Map<String, Long> figures = part.counters();
    Map<String, Object> settings = settings(name);
    json.writeStringField("name", name);
    StatusResource.writeState(json, part);
    json.writeStringField("codec", text(settings, "codec"));
    json.writeStringField("url", text(settings, "url").replaceFirst("//[^/@]*@", "//"));
    json.writeBooleanField("connected", figures.getOrDefault("connected", 0L) != 0);
    json.writeNumberField("inFlight", figures.getOrDefault("in-flight", 0L));
    json.writeObjectFieldStart("backlog");
    json.writeNumberField("event", figures.getOrDefault("backlog-event", 0L));
    json.writeNumberField("telemetry", figures.getOrDefault("backlog-telemetry", 0L));
    long eta = figures.getOrDefault("backlog-eta-s", 0L);
    if (eta < 0) {
      json.writeNullField("etaSeconds");
    } else {
      json.writeNumberField("etaSeconds", eta);
    }
    json.writeEndObject();
    json.writeObjectFieldStart("rate");
    json.writeNumberField("bytesPerSecond", figures.getOrDefault("bytes-per-s", 0L));
    json.writeNumberField("messagesPerSecond", figures.getOrDefault("messages-per-s", 0L));
    json.writeEndObject();
    json.writeObjectFieldStart("budget");
    json.writeNumberField("bytesPerDay", figures.getOrDefault("budget-bytes", 0L));
    json.writeNumberField("usedBytes", figures.getOrDefault("budget-used-bytes", 0L));
    json.writeEndObject();
    json.writeNumberField("acknowledged", figures.getOrDefault("acknowledged", 0L));
    json.writeNumberField("rejected", figures.getOrDefault("rejected", 0L));
    json.writeNumberField("setAside", figures.getOrDefault("dead-letters", 0L));
    json.writeNumberField("bytes", figures.getOrDefault("bytes", 0L));
    json.writeNumberField("lastAcknowledged", figures.getOrDefault("last-acknowledged", 0L));
  }

  private Map<String, Object> settings(String name) {
    return Stream.concat(transports.stream(), batchTransports.stream())
        .filter(properties -> text(properties, "service.pid").endsWith("~" + name))
        .findFirst()
        .orElse(Map.of());
  }

  private static String text(Map<String, Object> properties, String key) {
    return Objects.toString(properties.get(key), "");
  }
}
