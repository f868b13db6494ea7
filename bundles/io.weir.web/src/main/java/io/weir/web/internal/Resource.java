package io.weir.web.internal;

import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import io.weir.api.security.Session;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One resource of the API: asks for a session first, then for the CSRF value where something is
 * changed, and turns everything that goes wrong into a JSON error. Any thread.
 */
abstract class Resource implements Servlet {
  /** The session's cookie. */
  static final String COOKIE = "weir-session";

  /** The header that repeats the session's CSRF value. */
  static final String CSRF_HEADER = "X-Weir-Csrf";

  private static final Logger LOG = LoggerFactory.getLogger(Resource.class);

  private final AccessControl access;
  private final boolean open;
  private @Nullable ServletConfig config;

  /** A resource for people who are signed in. */
  Resource(AccessControl access) {
    this(access, false);
  }

  /** A resource that may be open to everybody, also for a POST, which then proves itself. */
  Resource(AccessControl access, boolean open) {
    this.access = access;
    this.open = open;
  }

  void get(Exchange exchange) throws ApiException, IOException {
    throw notAllowed(exchange);
  }

  void post(Exchange exchange) throws ApiException, IOException {
    throw notAllowed(exchange);
  }

  void put(Exchange exchange) throws ApiException, IOException {
    throw notAllowed(exchange);
  }

  void delete(Exchange exchange) throws ApiException, IOException {
    throw notAllowed(exchange);
  }

  @Override
  public void service(ServletRequest servletRequest, ServletResponse servletResponse)
      throws IOException {
    HttpServletRequest request = (HttpServletRequest) servletRequest;
    HttpServletResponse response = (HttpServletResponse) servletResponse;
    response.setHeader("Cache-Control", "no-store");
    Session session = session(request);
    Exchange exchange = new Exchange(request, response, session);
    try {
      if (!open) {
        requireSession(session);
      }
      dispatch(exchange);
    } catch (ApiException e) {
      exchange.send(e);
    } catch (ClientStream.GoneException e) {
      LOG.debug("Nobody waited for the answer to {}", request.getRequestURI(), e);
      exchange.abort();
    } catch (IOException | RuntimeException e) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      exchange.send(
          new ApiException(500, "internal", "the gateway failed to answer; its log says why"));
    }
  }

  private void dispatch(Exchange exchange) throws ApiException, IOException {
    switch (exchange.request().getMethod()) {
      case "GET", "HEAD" -> get(exchange);
      case "POST" -> {
        if (!open) {
          requireCsrf(exchange);
        }
        post(exchange);
      }
      case "PUT" -> {
        requireCsrf(exchange);
        put(exchange);
      }
      case "DELETE" -> {
        requireCsrf(exchange);
        delete(exchange);
      }
      default -> throw notAllowed(exchange);
    }
  }

  /** The session of the request, its idle time renewed; null if there is none. */
  private @Nullable Session session(HttpServletRequest request) {
    String token = token(request);
    return token == null ? null : access.session(token).orElse(null);
  }

  static @Nullable String token(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  static Session requireSession(@Nullable Session session) throws ApiException {
    if (session == null) {
      throw new ApiException(
          401, "unauthorized", "not signed in; POST the first-access code to /api/session");
    }
    return session;
  }

  static void requireRole(@Nullable Session session, Role role) throws ApiException {
    if (requireSession(session).role().compareTo(role) < 0) {
      throw new ApiException(403, "forbidden", "this needs the role " + role);
    }
  }

  private static void requireCsrf(Exchange exchange) throws ApiException {
    Session session = exchange.session();
    if (session == null) {
      return; // nothing that a foreign page could borrow
    }
    String sent = exchange.request().getHeader(CSRF_HEADER);
    if (sent == null
        || !MessageDigest.isEqual(
            sent.getBytes(StandardCharsets.UTF_8),
            session.csrf().getBytes(StandardCharsets.UTF_8))) {
      throw new ApiException(
          403,
          "csrf",
          CSRF_HEADER + ": is missing or wrong; repeat the \"csrf\" value of /api/session");
    }
  }

  static ApiException notAllowed(Exchange exchange) {
    return new ApiException(
        405,
        "method-not-allowed",
        exchange.request().getMethod()
            + " is not possible on "
            + exchange.request().getRequestURI());
  }

  @Override
  public void init(ServletConfig newConfig) {
    config = newConfig;
  }

  @Override
  public @Nullable ServletConfig getServletConfig() {
    return config;
  }

  @Override
  public String getServletInfo() {
    return "Weir";
  }

  @Override
  public void destroy() {}
}
