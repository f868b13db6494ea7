package io.weir.driver.coap.internal;

import java.security.Principal;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.auth.X509CertPath;
import org.jspecify.annotations.Nullable;

/** Who a peer has proved to be. */
final class Identity {
  private Identity() {}

  /** The identity of the key or the common name of the certificate; null for a plain message. */
  static @Nullable String of(Exchange exchange) {
    Principal principal = exchange.getRequest().getSourceContext().getPeerIdentity();
    if (principal instanceof PreSharedKeyIdentity key) {
      return key.getIdentity();
    }
    if (principal instanceof X509CertPath certificates) {
      return commonName(certificates.getTarget().getSubjectX500Principal().getName());
    }
    return principal == null ? null : principal.getName();
  }

  private static String commonName(String subject) {
    try {
      List<Rdn> parts = new LdapName(subject).getRdns();
      for (Rdn part : parts) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return String.valueOf(part.getValue());
        }
      }
      return "";
    } catch (InvalidNameException e) {
      return "";
    }
  }
}
