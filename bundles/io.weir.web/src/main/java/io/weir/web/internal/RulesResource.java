package io.weir.web.internal;

import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.AccessControl;
import jakarta.servlet.Servlet;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/rules}: how each rule is. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/rules")
public final class RulesResource extends Resource {
  private static final String PREFIX = "rule/";

  private final StatusBoard board;

  /** As a component. */
  @Activate
  public RulesResource(@Reference AccessControl access, @Reference StatusBoard board) {
    super(access);
    this.board = board;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    exchange.send(
        200,
        json -> {
          json.writeArrayFieldStart("rules");
          for (PartStatus part : board.parts()) {
            if (part.part().startsWith(PREFIX)) {
              json.writeStartObject();
              json.writeStringField("id", part.part().substring(PREFIX.length()));
              json.writeStringField("name", part.label());
              StatusResource.writeState(json, part);
              StatusResource.writeCounters(json, part.counters());
              json.writeEndObject();
            }
          }
          json.writeEndArray();
        });
  }
}
