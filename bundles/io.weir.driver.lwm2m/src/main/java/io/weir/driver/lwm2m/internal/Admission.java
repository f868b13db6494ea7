package io.weir.driver.lwm2m.internal;

import org.eclipse.leshan.core.link.Link;
import org.eclipse.leshan.core.peer.LwM2mPeer;
import org.eclipse.leshan.core.request.RegisterRequest;
import org.eclipse.leshan.core.request.UpdateRequest;
import org.eclipse.leshan.core.request.UplinkRequest;
import org.eclipse.leshan.core.request.exception.InvalidRequestException;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.security.Authorization;
import org.eclipse.leshan.server.security.DefaultAuthorizer;
import org.eclipse.leshan.server.security.SecurityStore;
import org.jspecify.annotations.Nullable;

/** Who may register: a device that has a key with that key, others where there is room. */
final class Admission extends DefaultAuthorizer {
  private static final int MOST_INSTANCES = 128;

  private final Devices devices;
  private final Lwm2mStatus status;

  Admission(SecurityStore store, Devices devices, Lwm2mStatus status) {
    super(store);
    this.devices = devices;
    this.status = status;
  }

  @Override
  public Authorization isAuthorized(
      UplinkRequest<?> request, Registration registration, LwM2mPeer sender) {
    Authorization authorization = super.isAuthorized(request, registration, sender);
    if (authorization.isDeclined()) {
      status.refused.increment();
      return authorization;
    }
    if (request instanceof RegisterRequest register) {
      check(register.getObjectLinks());
      if (!devices.admits(registration.getEndpoint())) {
        throw refusal("max.devices are registered already");
      }
    } else if (request instanceof UpdateRequest update) {
      check(update.getObjectLinks());
    }
    return authorization;
  }

  private void check(Link @Nullable [] links) {
    if (links != null && links.length > MOST_INSTANCES) {
      throw refusal("more than " + MOST_INSTANCES + " instances");
    }
  }

  private InvalidRequestException refusal(String why) {
    status.refused.increment();
    return new InvalidRequestException(why);
  }
}
