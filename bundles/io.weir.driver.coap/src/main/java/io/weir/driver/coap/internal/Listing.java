package io.weir.driver.coap.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Response;
import org.jspecify.annotations.Nullable;

/** {@code .well-known/core}: the resources that a peer may see, RFC 6690. */
final class Listing {
  static final List<String> PATH = List.of(".well-known", "core");

  private Listing() {}

  /**
   * The answer.
   *
   * @param identity who asks, null for anybody
   * @param queries {@code href=/meter*} narrows it; other attributes no resource has
   */
  static Response of(Shelf shelf, @Nullable String identity, List<String> queries) {
    StringBuilder links = new StringBuilder();
    for (Slot slot : shelf.all()) {
      boolean isOwn = identity == null || identity.equals(slot.device());
      if (isOwn && queries.stream().allMatch(query -> fits(slot.link(), query))) {
        links
            .append(links.isEmpty() ? "" : ",")
            .append('<')
            .append(slot.link())
            .append(">;obs;ct=\"0 110 112\"");
      }
    }
    Response response = new Response(ResponseCode.CONTENT);
    response.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_LINK_FORMAT);
    response.setPayload(links.toString().getBytes(StandardCharsets.UTF_8));
    return response;
  }

  private static boolean fits(String link, String query) {
    if (!query.startsWith("href=")) {
      return false;
    }
    String wanted = query.substring("href=".length());
    return wanted.endsWith("*")
        ? link.startsWith(wanted.substring(0, wanted.length() - 1))
        : link.equals(wanted);
  }
}
