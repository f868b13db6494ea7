package io.weir.mqtt;

import io.weir.api.model.ConfigException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;

/**
 * Where a broker listens.
 *
 * @param scheme how it is spoken to
 * @param host name or address; one of IPv6 with or without its brackets
 * @param port TCP port
 * @param path of a web socket, {@code /mqtt}; else empty
 */
public record Address(Scheme scheme, String host, int port, String path) {
  private static final String FIX =
      "write mqtt://host:port or mqtts://host:port, or ws://host:port/path or wss://host:port/path";

  /** What lies between MQTT and TCP. */
  public enum Scheme {
    /** Nothing. */
    MQTT("mqtt", "tcp", 1883),
    /** TLS. */
    MQTTS("mqtts", "ssl", 8883),
    /** A web socket. */
    WS("ws", "ws", 80),
    /** A web socket in TLS. */
    WSS("wss", "wss", 443);

    private static final Map<String, Scheme> BY_NAME =
        Map.of("mqtt", MQTT, "mqtts", MQTTS, "ws", WS, "wss", WSS);

    private final String name;
    private final String library;
    private final int usualPort;

    Scheme(String name, String library, int usualPort) {
      this.name = name;
      this.library = library;
      this.usualPort = usualPort;
    }

    /** Whether the connection is encrypted. */
    public boolean isTls() {
      return this == MQTTS || this == WSS;
    }

    boolean isWebSocket() {
      return this == WS || this == WSS;
    }

    /** The port that is meant when none is written. */
    public int usualPort() {
      return usualPort;
    }
  }

  /**
   * Reads an address; does no I/O.
   *
   * @param field the setting, to be named in an error
   * @throws ConfigException if it cannot be read, or holds a user, which is not repeated
   */
  public static Address of(String field, String url) {
    if (url.contains("@")) {
      throw new ConfigException(
          field,
          "an address with a user", // not repeated, for it may have a password in it
          FIX + "; and the user as username and password");
    }
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw new ConfigException(field, url, FIX);
    }
    Scheme scheme = Scheme.BY_NAME.get(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (scheme == null
        || uri.getHost() == null
        || uri.getPort() == 0
        || uri.getPort() > 65_535
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || (!scheme.isWebSocket() && !path.isEmpty() && !path.equals("/"))) {
      throw new ConfigException(field, url, FIX);
    }
    int port = uri.getPort() < 0 ? scheme.usualPort : uri.getPort();
    return new Address(scheme, uri.getHost(), port, scheme.isWebSocket() ? path : "");
  }

  /** The address as people write it. */
  public String url() {
    return scheme.name + "://" + authority() + path;
  }

  /** The address as the client libraries want it. */
  public String libraryUri() {
    return scheme.library + "://" + authority() + path;
  }

  private String authority() {
    return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
  }
}
