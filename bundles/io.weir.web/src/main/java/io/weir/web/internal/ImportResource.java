package io.weir.web.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.DeviceDocuments;
import io.weir.api.runtime.DeviceDocuments.CellProblem;
import io.weir.api.runtime.DeviceDocuments.ImportedChannels;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import jakarta.servlet.Servlet;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/import/channels}: makes channels of a table, row by row; saves nothing. The good rows
 * are given when all are good, or with {@code partial=true}.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/import/channels")
public final class ImportResource extends Resource {
  private static final int LIMIT = 5 * 1024 * 1024;

  private final DeviceDocuments documents;

  /** As a component. */
  @Activate
  public ImportResource(@Reference AccessControl access, @Reference DeviceDocuments documents) {
    super(access);
    this.documents = documents;
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.ENGINEER);
    exchange.allow("connection", "partial");
    String connection = exchange.parameter("connection");
    if (connection == null) {
      throw ApiException.bad("connection", null, "name the connection the channels are on");
    }
    String partial = exchange.parameter("partial");
    if (partial != null && !partial.equals("true") && !partial.equals("false")) {
      throw ApiException.bad("partial", partial, "use true or false");
    }
    ImportedChannels imported;
    try {
      imported = documents.importChannels(connection, exchange.bytes("text/csv", LIMIT));
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    }
    boolean isGiven = imported.problems().isEmpty() || "true".equals(partial);
    exchange.send(
        200,
        json -> {
          json.writeNumberField("rows", imported.rows());
          json.writeArrayFieldStart("channels");
          if (isGiven) {
            for (String channel : imported.channels()) {
              json.writeRawValue(channel);
            }
          }
          json.writeEndArray();
          json.writeArrayFieldStart("problems");
          for (CellProblem problem : imported.problems()) {
            json.writeStartObject();
            json.writeNumberField("line", problem.line());
            json.writeStringField("column", problem.column());
            json.writeStringField("value", problem.value());
            json.writeStringField("reason", problem.reason());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
