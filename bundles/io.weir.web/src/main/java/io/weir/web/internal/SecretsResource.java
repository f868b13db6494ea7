package io.weir.web.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import io.weir.api.security.SecretStore;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/secrets} lists the names of secrets and the documents that refer to them; PUT and
 * DELETE of {@code /api/secrets/{name}} set and remove one. No answer has a secret in it.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/api/secrets", "/api/secrets/*"})
public final class SecretsResource extends Resource {
  private static final String TYPE = "application/octet-stream";

  private final SecretStore store;

  /** As a component. */
  @Activate
  public SecretsResource(@Reference AccessControl access, @Reference SecretStore store) {
    super(access);
    this.store = store;
  }

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    exchange.allow();
    if (!name(exchange).isEmpty()) {
      throw notAllowed(exchange);
    }
    List<String> names = store.names();
    Map<String, List<String>> references = store.references();
    TreeSet<String> all = new TreeSet<>(names);
    all.addAll(references.keySet());
    exchange.send(
        200,
        json -> {
          json.writeStringField("problem", store.problem());
          json.writeArrayFieldStart("secrets");
          for (String name : all) {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeBooleanField("set", names.contains(name));
            json.writeArrayFieldStart("usedBy");
            for (String document : references.getOrDefault(name, List.of())) {
              json.writeString(document);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  @Override
  void put(Exchange exchange) throws ApiException, IOException {
    String name = admit(exchange);
    byte[] secret = exchange.bytes(TYPE, SecretStore.MOST_BYTES);
    try {
      make(() -> store.set(name, secret));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    audit(exchange, "secret-set", name);
    exchange.response().setStatus(204);
  }

  @Override
  void delete(Exchange exchange) throws ApiException, IOException {
    String name = admit(exchange);
    if (!store.names().contains(name) && store.problem().isEmpty()) {
      throw ApiException.notFound("there is no secret '" + name + "'; see /api/secrets");
    }
    make(() -> store.remove(name));
    audit(exchange, "secret-remove", name);
    exchange.response().setStatus(204);
  }

  /** {@code rekey} makes a new key, {@code start-anew} sets aside what does not open. */
  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.ADMINISTRATOR);
    exchange.allow();
    switch (name(exchange)) {
      case "rekey" -> make(store::rekey);
      case "start-anew" -> make(store::startAnew);
      default -> throw notAllowed(exchange);
    }
    audit(exchange, "secrets-" + name(exchange), "");
    exchange.response().setStatus(204);
  }

  /** What may fail as the store says. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private void make(Change change) throws ApiException {
    try {
      change.make();
    } catch (ConfigException e) {
      throw ApiException.refused(e);
    } catch (IOException e) {
      boolean locked = !store.problem().isEmpty();
      throw new ApiException(
          locked ? 409 : 507, locked ? "locked" : "disk", String.valueOf(e.getMessage()));
    }
  }

  private static String admit(Exchange exchange) throws ApiException {
    requireRole(exchange.session(), Role.ENGINEER);
    exchange.allow();
    String name = name(exchange);
    if (name.isEmpty()) {
      throw notAllowed(exchange);
    }
    return name;
  }

  private static String name(Exchange exchange) {
    String path = exchange.request().getPathInfo();
    return path == null || path.isEmpty() ? "" : path.substring(1);
  }

  private static void audit(Exchange exchange, String action, String name) throws ApiException {
    Audit.LOG.info(
        "{} user={} remote={} name={}",
        action,
        requireSession(exchange.session()).user(),
        exchange.remote(),
        Audit.clean(name));
  }
}
