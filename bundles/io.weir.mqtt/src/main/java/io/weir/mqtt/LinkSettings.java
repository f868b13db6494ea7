package io.weir.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * What a connection needs to know.
 *
 * @param address the broker
 * @param tls used where the address says so
 * @param version MQTT version
 * @param clientId must be the broker's only one of this name
 * @param username empty for none
 * @param password null for none
 * @param keepAliveSeconds of silence after which the connection is probed
 * @param inFlight most messages without an acknowledgement that its user will have under way
 * @param sessionSeconds how long the broker keeps subscriptions and what was not acknowledged to it
 *     while the gateway is away; 0 for a clean start. MQTT 3.1.1 knows no time: anything but 0 is
 *     kept as long as the broker likes
 */
public record LinkSettings(
    Address address,
    Tls tls,
    Version version,
    String clientId,
    String username,
    @Nullable Password password,
    int keepAliveSeconds,
    int inFlight,
    long sessionSeconds) {
  /** Messages of quality of service 1 that the broker may send without an acknowledgement. */
  public static final int MOST_RECEIVED = 64;

  /** The protocol spoken. */
  public enum Version {
    /** MQTT 5. */
    V5,
    /** MQTT 3.1.1. */
    V3
  }

  /** A clean start of MQTT 5 without a user. */
  public static LinkSettings to(Address address, String clientId) {
    return new LinkSettings(address, Tls.SYSTEM, Version.V5, clientId, "", null, 30, 16, 0);
  }

  /** The same in another version. */
  public LinkSettings with(Version other) {
    return new LinkSettings(
        address,
        tls,
        other,
        clientId,
        username,
        password,
        keepAliveSeconds,
        inFlight,
        sessionSeconds);
  }

  /** The same to another broker. */
  public LinkSettings with(Address other) {
    return new LinkSettings(
        other,
        tls,
        version,
        clientId,
        username,
        password,
        keepAliveSeconds,
        inFlight,
        sessionSeconds);
  }

  /** The same with other trust. */
  public LinkSettings with(Tls other) {
    return new LinkSettings(
        address,
        other,
        version,
        clientId,
        username,
        password,
        keepAliveSeconds,
        inFlight,
        sessionSeconds);
  }

  /** The same for a user. */
  public LinkSettings withUser(String name, @Nullable Password secret) {
    return new LinkSettings(
        address, tls, version, clientId, name, secret, keepAliveSeconds, inFlight, sessionSeconds);
  }

  /** The same with a session that is kept for so long. */
  public LinkSettings withSession(long seconds) {
    return new LinkSettings(
        address, tls, version, clientId, username, password, keepAliveSeconds, inFlight, seconds);
  }
}
