package io.weir.web.internal;

import io.weir.api.security.AccessControl;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Everything under {@code /api} that nothing else answers. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/*")
public final class UnknownResource extends Resource {
  private static final Set<String> KNOWN =
      Set.of(
          "/status",
          "/devices",
          "/live",
          "/live/stream",
          "/history",
          "/export",
          "/journal",
          "/wear",
          "/backup",
          "/restore",
          "/uplinks",
          "/rules",
          "/events",
          "/commands");

  /** As a component. */
  @Activate
  public UnknownResource(@Reference AccessControl access) {
    super(access);
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    throw unknown(exchange);
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    throw unknown(exchange);
  }

  @Override
  void delete(Exchange exchange) throws ApiException, IOException {
    throw unknown(exchange);
  }

  private static ApiException unknown(Exchange exchange) {
    String path = String.valueOf(exchange.request().getPathInfo());
    if (KNOWN.contains(path)) {
      return new ApiException(
          503,
          "unavailable",
          "the part of the gateway that answers /api" + path + " is not running; see its log");
    }
    return ApiException.notFound("there is no /api" + path + "; see rest-api.md");
  }
}
