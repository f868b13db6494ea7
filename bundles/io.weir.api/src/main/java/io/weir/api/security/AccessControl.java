package io.weir.api.security;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Signs people in and knows their sessions. Any thread. */
@ProviderType
public interface AccessControl {
  /**
   * Signs in with the first-access code of this gateway.
   *
   * @param code what was typed; case, spaces and dashes do not matter
   * @param remote the client's address, for rate limits and the log
   * @throws AccessDeniedException if the code is wrong or too many were tried
   */
  Session signIn(String code, String remote) throws AccessDeniedException;

  /** The session with this token, its idle time renewed; empty if there is none (any more). */
  Optional<Session> session(String token);

  /** Ends a session. */
  void signOut(String token);
}
