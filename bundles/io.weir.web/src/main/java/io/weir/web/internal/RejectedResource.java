package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.security.AccessControl;
import io.weir.api.security.Role;
import io.weir.api.uplink.RejectedMessages;
import io.weir.api.uplink.RejectedMessages.Rejected;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/uplinks/{uplink}/rejected}: what its destination would never take. GET lists it, and
 * {@code .../{id}} gives a payload; POST of {@code .../{id}/retry}, or of {@code .../retry} for
 * all, has it sent again; DELETE of one, or of all, removes it for good.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/api/uplinks/*")
public final class RejectedResource extends Resource {
  private static final String RETRY = "retry";

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable RejectedMessages rejected;

  /** As a component. */
  @Activate
  public RejectedResource(@Reference AccessControl access) {
    super(access);
  }

  RejectedResource(AccessControl access, @Nullable RejectedMessages rejected) {
    super(access);
    this.rejected = rejected;
  }

  /**
   * What a request is about.
   *
   * @param id empty for all
   * @param verb {@code retry} or empty
   */
  private record Target(RejectedMessages messages, String uplink, String id, String verb) {}

  @Override
  void get(Exchange exchange) throws ApiException, IOException {
    Target target = target(exchange);
    if (!target.verb().isEmpty()) {
      throw notAllowed(exchange);
    }
    if (target.id().isEmpty()) {
      List<Rejected> all = target.messages().list(target.uplink());
      exchange.send(
          200,
          json -> {
            json.writeArrayFieldStart("rejected");
            for (Rejected each : all) {
              write(json, each);
            }
            json.writeEndArray();
          });
      return;
    }
    byte[] payload =
        target.messages().payload(target.uplink(), target.id()).orElseThrow(() -> gone(target));
    String name = target.id() + ".payload";
    Download.send(exchange, "application/octet-stream", name, out -> out.write(payload));
  }

  @Override
  void post(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.OPERATOR);
    Target target = target(exchange);
    if (!target.verb().equals(RETRY)) {
      throw notAllowed(exchange);
    }
    int count = 0;
    for (String id : ids(target)) {
      count += target.messages().retry(target.uplink(), id) ? 1 : 0;
    }
    audit(exchange, "rejected-retry", target, count);
    if (count == 0 && !target.id().isEmpty()) {
      throw new ApiException(
          409, "not-running", "uplink '" + target.uplink() + "' is not running; see /api/uplinks");
    }
    answer(exchange, "retrying", count);
  }

  @Override
  void delete(Exchange exchange) throws ApiException, IOException {
    requireRole(exchange.session(), Role.ENGINEER);
    Target target = target(exchange);
    if (!target.verb().isEmpty()) {
      throw notAllowed(exchange);
    }
    int count = 0;
    for (String id : ids(target)) {
      count += target.messages().delete(target.uplink(), id) ? 1 : 0;
    }
    audit(exchange, "rejected-delete", target, count);
    answer(exchange, "deleted", count);
  }

  /** The one that is meant, which must be there, or all there are. */
  private static List<String> ids(Target target) throws ApiException, IOException {
    List<String> all = target.messages().list(target.uplink()).stream().map(Rejected::id).toList();
    if (target.id().isEmpty()) {
      return all;
    }
    if (!all.contains(target.id())) {
      throw gone(target);
    }
    return List.of(target.id());
  }

  private Target target(Exchange exchange) throws ApiException {
    exchange.allow();
    String path = exchange.request().getPathInfo();
    String[] parts = path == null ? new String[0] : path.substring(1).split("/", -1);
    RejectedMessages messages = rejected;
    if (parts.length < 2 || parts.length > 4 || !parts[1].equals("rejected")) {
      throw ApiException.notFound("there is nothing at this address; see rest-api.md");
    }
    if (messages == null || !messages.uplinks().contains(parts[0])) {
      throw ApiException.notFound("there is no uplink '" + parts[0] + "'; see /api/uplinks");
    }
    boolean isAll = parts.length == 3 && parts[2].equals(RETRY);
    String id = parts.length < 3 || isAll ? "" : parts[2];
    return new Target(messages, parts[0], id, isAll ? RETRY : parts.length == 4 ? parts[3] : "");
  }

  private static ApiException gone(Target target) {
    return ApiException.notFound(
        "nothing of the id '"
            + Audit.clean(target.id())
            + "' is set aside; see /api/uplinks/"
            + target.uplink()
            + "/rejected");
  }

  private static void write(JsonGenerator json, Rejected each) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", each.id());
    json.writeNumberField("time", each.time());
    json.writeStringField("kind", each.kind());
    json.writeStringField("device", each.device());
    json.writeNumberField("first", each.first());
    json.writeNumberField("last", each.last());
    json.writeStringField("contentType", each.contentType());
    json.writeNumberField("bytes", each.bytes());
    json.writeStringField("reason", each.reason());
    json.writeBooleanField("retrying", each.retrying());
    json.writeEndObject();
  }

  private static void answer(Exchange exchange, String what, int count) throws IOException {
    exchange.send(200, json -> json.writeNumberField(what, count));
  }

  private static void audit(Exchange exchange, String action, Target target, int count)
      throws ApiException {
    Audit.LOG.info(
        "{} user={} remote={} uplink={} id={} count={}",
        action,
        requireSession(exchange.session()).user(),
        exchange.remote(),
        Audit.clean(target.uplink()),
        Audit.clean(target.id()),
        count);
  }
}
