package io.weir.api.security;

/**
 * A person signed in.
 *
 * @param token the secret that proves it; never logged
 * @param user who
 * @param role what they may do
 * @param csrf the value that state-changing requests must repeat in a header
 */
public record Session(String token, String user, Role role, String csrf) {
  @Override
  public String toString() {
    return "Session[" + user + ", " + role + "]";
  }
}
