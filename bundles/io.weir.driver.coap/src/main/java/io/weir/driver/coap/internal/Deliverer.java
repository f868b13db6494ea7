package io.weir.driver.coap.internal;

import java.util.List;
import java.util.function.Predicate;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.DelivererException;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;

/** Who may ask for what, and who answers. Threads of the endpoints. */
final class Deliverer extends ServerMessageDeliverer {
  private static final int RATE_SECONDS = 5;

  private final Shelf shelf;
  private final Ingest ingest;
  private final RateLimit rate;
  private final Predicate<String> hasKey;
  private final ServerStatus status;

  /**
   * @param rate requests of each peer
   * @param hasKey whether a device of this name proves who it is, so that nobody else may be it
   */
  Deliverer(
      Configuration configuration,
      Shelf shelf,
      Ingest ingest,
      RateLimit rate,
      Predicate<String> hasKey,
      ServerStatus status) {
    super(new CoapResource(""), configuration);
    this.shelf = shelf;
    this.ingest = ingest;
    this.rate = rate;
    this.hasKey = hasKey;
    this.status = status;
  }

  @Override
  protected boolean preDeliverRequest(Exchange exchange) {
    status.requests.increment();
    String identity = Identity.of(exchange);
    Object peer =
        identity == null
            ? exchange.getRequest().getSourceContext().getPeerAddress().getAddress()
            : identity;
    if (!rate.admits(peer)) {
      status.limited.increment();
      exchange.sendResponse(
          Reply.later(ResponseCode.TOO_MANY_REQUESTS, "Too many requests", RATE_SECONDS));
      return true;
    }
    try {
      return handle(exchange, identity);
    } catch (DelivererException e) {
      status.refused.increment();
      exchange.sendResponse(Reply.error(e.getErrorResponseCode(), String.valueOf(e.getMessage())));
      return true;
    }
  }

  /** Answers all but a request for a resource's value, which may be observed. */
  private boolean handle(Exchange exchange, @Nullable String identity) throws DelivererException {
    Code code = exchange.getRequest().getCode();
    List<String> path = path(exchange);
    if (code == Code.GET) {
      if (path.equals(Listing.PATH)) {
        Response listing =
            Listing.of(shelf, identity, exchange.getRequest().getOptions().getUriQuery());
        exchange.sendResponse(listing);
        return true;
      }
      return false;
    }
    if (code != Code.POST && code != Code.PUT) {
      throw new DelivererException(
          ResponseCode.METHOD_NOT_ALLOWED, code + " is not known here; use GET, POST or PUT");
    }
    String device = device(path, identity);
    ingest.handle(exchange, device, below(path));
    return true;
  }

  @Override
  protected Resource findResource(Exchange exchange) throws DelivererException {
    List<String> path = path(exchange);
    String device = device(path, Identity.of(exchange));
    Slot slot = shelf.slot(device, below(path));
    if (slot == null) {
      throw new DelivererException(
          ResponseCode.NOT_FOUND, "There is no /" + Text.shown(String.join("/", path)));
    }
    return slot;
  }

  private static List<String> path(Exchange exchange) {
    return exchange.getRequest().getOptions().getUriPath().stream()
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static String below(List<String> path) {
    return path.isEmpty() ? "" : String.join("/", path.subList(1, path.size()));
  }

  /** The device that a path names; a peer that has proved who it is may be that one only. */
  private String device(List<String> path, @Nullable String identity) throws DelivererException {
    String device = path.isEmpty() ? "" : path.get(0);
    if (identity != null) {
      if (!Addresses.DEVICE.matcher(identity).matches()) {
        throw new DelivererException(
            ResponseCode.FORBIDDEN,
            "The name '" + Text.shown(identity) + "' cannot be used; " + Addresses.DEVICE_FIX);
      }
      if (device.isEmpty()) {
        return identity;
      }
      if (!device.equals(identity)) {
        throw new DelivererException(
            ResponseCode.FORBIDDEN, "'" + identity + "' has /" + identity + " and nothing else");
      }
      return device;
    }
    if (!Addresses.DEVICE.matcher(device).matches()) {
      throw new DelivererException(
          ResponseCode.BAD_REQUEST,
          "The path begins with the name of the device; " + Addresses.DEVICE_FIX);
    }
    if (hasKey.test(device)) {
      throw new DelivererException(ResponseCode.FORBIDDEN, "'" + device + "' has a key; use coaps");
    }
    return device;
  }
}
