package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.AccessControl;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/status}: how every part of the gateway is. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/status")
public final class StatusResource extends Resource {
  private final Product product;
  private final GatewayClock clock;
  private final StatusBoard board;

  /** As a component. */
  @Activate
  public StatusResource(
      BundleContext context,
      @Reference AccessControl access,
      @Reference GatewayClock clock,
      @Reference StatusBoard board) {
    this(Product.of(context), access, clock, board);
  }

  StatusResource(Product product, AccessControl access, GatewayClock clock, StatusBoard board) {
    super(access);
    this.product = product;
    this.clock = clock;
    this.board = board;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    List<PartStatus> parts = board.parts();
    Summary summary = Summary.of(parts);
    exchange.send(
        200,
        json -> {
          json.writeStringField("gateway", product.gateway());
          json.writeStringField("version", product.version());
          json.writeNumberField("time", clock.epochMicros());
          json.writeNumberField("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
          json.writeStringField("state", Values.name(summary.state()));
          json.writeBooleanField("clockTrusted", clock.isTrusted(clock.boot()));
          json.writeArrayFieldStart("problems");
          for (String problem : summary.problems()) {
            json.writeString(problem);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("parts");
          for (PartStatus part : parts) {
            json.writeStartObject();
            json.writeStringField("part", part.part());
            writeState(json, part);
            writeCounters(json, part.counters());
            json.writeEndObject();
          }
          json.writeEndArray();
          ProcessFigures.write(json);
        });
  }

  static void writeState(JsonGenerator json, PartStatus part) throws IOException {
    json.writeStringField("state", Values.name(part.state()));
    json.writeStringField("reason", part.reason());
    json.writeStringField("message", part.message());
    json.writeNumberField("since", part.since());
  }

  static void writeCounters(JsonGenerator json, Map<String, Long> counters) throws IOException {
    json.writeObjectFieldStart("counters");
    for (Map.Entry<String, Long> counter : new TreeMap<>(counters).entrySet()) {
      json.writeNumberField(counter.getKey(), counter.getValue());
    }
    json.writeEndObject();
  }
}
