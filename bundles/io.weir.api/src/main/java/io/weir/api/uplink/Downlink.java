package io.weir.api.uplink;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What comes down from a destination: requests to the gateway, each with an id, an expiry and an
 * answer. An OSGi service that destinations call with what they receive. Any thread.
 *
 * <p>The documents are JSON, the same for every destination, and described in the gateway's page
 * about the downlink. A repeated id never acts twice, also after a restart: it gets the first
 * answer again.
 */
@ProviderType
public interface Downlink {
  /** Largest request, bytes; a larger one is refused by its answer. */
  int MAX_REQUEST_BYTES = 1024 * 1024;

  /**
   * Carries out one request. Returns at once; the stage completes normally with the answer, also
   * for a request that is malformed or refused, on a thread that must not be blocked.
   *
   * @param uplink name of the uplink it came by; what it may ask stands in that uplink's
   *     configuration
   * @param request a JSON document in UTF-8
   * @return the answer, a JSON document in UTF-8 that bears the request's id where it had one
   */
  CompletionStage<byte[]> request(String uplink, byte[] request);
}
