package io.weir.web.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.api.security.AccessControl;
import io.weir.api.security.AccessDeniedException;
import io.weir.api.security.Session;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.util.Iterator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /api/session}: signing in and out. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/session")
public final class SessionResource extends Resource {
  private final AccessControl access;

  /** As a component. */
  @Activate
  public SessionResource(@Reference AccessControl access) {
    super(access, true);
    this.access = access;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    send(exchange, 200, requireSession(exchange.session()));
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    JsonNode body = exchange.body();
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals("code")) {
        throw ApiException.bad("body", name, "send the field code alone");
      }
    }
    JsonNode code = body.get("code");
    if (code == null || !code.isTextual() || code.textValue().length() > 200) {
      throw ApiException.bad(
          "code",
          code == null ? null : "what was sent",
          "send the first-access code as text of at most 200 characters");
    }
    try {
      Session session = access.signIn(code.textValue(), exchange.remote());
      endFormer(exchange);
      exchange.response().addCookie(cookie(session.token(), -1));
      send(exchange, 201, session);
    } catch (AccessDeniedException e) {
      String reason = String.valueOf(e.getMessage());
      if (e.retryAfterSeconds() == 0) {
        throw new ApiException(401, "wrong-code", reason);
      }
      exchange.response().setHeader("Retry-After", Long.toString(e.retryAfterSeconds()));
      throw new ApiException(429, "too-many-tries", reason);
    }
  }

  @Override
  void delete(Exchange exchange) throws ApiException, IOException {
    requireSession(exchange.session());
    endFormer(exchange);
    exchange.response().addCookie(cookie("", 0));
    exchange.response().setStatus(204);
  }

  private void endFormer(Exchange exchange) {
    Session former = exchange.session();
    if (former != null) {
      access.signOut(former.token());
    }
  }

  private static Cookie cookie(String value, int maxAge) {
    Cookie cookie = new Cookie(COOKIE, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(true);
    cookie.setMaxAge(maxAge);
    cookie.setAttribute("SameSite", "Strict");
    return cookie;
  }

  private static void send(Exchange exchange, int status, Session session) throws IOException {
    exchange.send(
        status,
        json -> {
          json.writeStringField("user", session.user());
          json.writeStringField("role", Values.name(session.role()));
          json.writeStringField("csrf", session.csrf());
        });
  }
}
