package io.weir.driver.lwm2m.internal;

import java.util.List;
import java.util.Set;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Refuses registrations that the library would answer with an error of its own, or without a
 * reason. Any thread.
 */
final class Gate extends ServerMessageDeliverer {
  /** Devices of today use no other binding with a server on UDP. */
  private static final Set<String> BINDINGS = Set.of("U", "UQ", "UT", "TU", "T");

  private static final long LONGEST = Integer.MAX_VALUE;
  private static final int MOST_PARAMETERS = 16;

  private final Lwm2mStatus status;

  Gate(Resource root, Configuration configuration, Lwm2mStatus status) {
    super(root, configuration);
    this.status = status;
  }

  @Override
  protected boolean preDeliverRequest(Exchange exchange) {
    Request request = exchange.getRequest();
    List<String> path = request.getOptions().getUriPath();
    if (request.getCode() != CoAP.Code.POST || path.isEmpty() || !path.get(0).equals("rd")) {
      return false;
    }
    String fault = fault(request.getOptions().getUriQuery(), path.size() == 1);
    if (fault == null) {
      return false;
    }
    status.refused.increment();
    Response response = new Response(CoAP.ResponseCode.BAD_REQUEST);
    response.setPayload(fault);
    response.getOptions().setContentFormat(MediaTypeRegistry.TEXT_PLAIN);
    exchange.sendResponse(response);
    return true;
  }

  /** What is wrong with the parameters of a registration or an update; null when nothing is. */
  static @Nullable String fault(List<String> parameters, boolean isRegistration) {
    if (parameters.size() > MOST_PARAMETERS) {
      return "more than " + MOST_PARAMETERS + " parameters";
    }
    String endpoint = null;
    for (String parameter : parameters) {
      if (parameter.startsWith("ep=")) {
        endpoint = parameter.substring(3);
      } else if (parameter.startsWith("lt=") && !isLifetime(parameter.substring(3))) {
        return "lt: give the lifetime in seconds, from 1 to " + LONGEST;
      } else if (parameter.startsWith("b=") && !BINDINGS.contains(parameter.substring(2))) {
        return "b: use U or UQ; this server speaks UDP";
      } else if (parameter.startsWith("lwm2m=")
          && !List.of("1.0", "1.1").contains(parameter.substring(6))) {
        return "lwm2m: use 1.0 or 1.1";
      }
    }
    if (isRegistration
        && (endpoint == null || !Lwm2mAddresses.DEVICE.matcher(endpoint).matches())) {
      return "ep: " + Lwm2mAddresses.DEVICE_FIX;
    }
    return null;
  }

  private static boolean isLifetime(String text) {
    return text.matches("\\d{1,10}")
        && Long.parseLong(text) >= 1
        && Long.parseLong(text) <= LONGEST;
  }
}
