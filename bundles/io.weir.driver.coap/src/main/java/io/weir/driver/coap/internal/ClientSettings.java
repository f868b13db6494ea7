package io.weir.driver.coap.internal;

import io.weir.api.driver.DriverSettings;
import io.weir.api.model.ConfigException;
import java.util.List;
import java.util.Map;

/** A connection's configuration, checked. */
record ClientSettings(
    String host,
    int port,
    boolean isSecured,
    PreSharedKeys keys,
    Certificates certificates,
    int connectMillis,
    int requestMillis,
    int maxPayload,
    int queue) {
  private static final int PLAIN = 5683;
  private static final int SECURED = 5684;

  /** Checks the configuration, as it was converted and as it was written. */
  static ClientSettings of(ClientConfig config, Map<String, Object> written, Keys secrets) {
    DriverSettings.check(written, ClientConfig.class);
    if (config.host().isBlank()) {
      throw new ConfigException("host", config.host(), "give the host's name or address");
    }
    if (!List.of("psk", "certificate", "none").contains(config.security())) {
      throw new ConfigException(
          "security", config.security(), "use 'psk', 'certificate' or 'none'");
    }
    boolean isSecured = !config.security().equals("none");
    String psk = config.psk().strip();
    PreSharedKeys keys =
        new PreSharedKeys(
            psk.isEmpty() ? new String[0] : new String[] {psk}, config.psk_file().strip(), secrets);
    Certificates certificates =
        new Certificates(config.tls_ca(), config.tls_certificate(), config.tls_key());
    checkSecurity(config, keys, certificates);
    int port = ServerSettings.inRange("port", config.port(), 0, 65_535);
    return new ClientSettings(
        config.host().strip(),
        port == 0 ? (isSecured ? SECURED : PLAIN) : port,
        isSecured,
        keys,
        certificates,
        ServerSettings.inRange("connect.timeout.ms", config.connect_timeout_ms(), 100, 60_000),
        ServerSettings.inRange("timeout.ms", config.timeout_ms(), 100, 120_000),
        ServerSettings.inRange("max.payload", config.max_payload(), 64, 1_048_576),
        ServerSettings.inRange("queue", config.queue(), 16, 65_536));
  }

  /** What is given is used, and what is needed is given. */
  private static void checkSecurity(
      ClientConfig config, PreSharedKeys keys, Certificates certificates) {
    boolean hasCertificates = certificates.hasOwn() || certificates.hasAuthorities();
    switch (config.security()) {
      case "psk" -> {
        if (keys.isEmpty()) {
          throw new ConfigException("psk", null, "give psk or psk.file, or change security");
        }
      }
      case "certificate" -> {
        if (!certificates.hasAuthorities()) {
          throw new ConfigException("tls.ca", null, "say whose certificates are trusted");
        }
      }
      default -> {
        if (!keys.isEmpty() || hasCertificates) {
          throw new ConfigException(
              "security", config.security(), "take out keys and certificates, or use them");
        }
      }
    }
    if (config.security().equals("psk") && hasCertificates) {
      throw new ConfigException(
          "tls.ca", config.tls_ca(), "take out certificates, or set security to 'certificate'");
    }
    if (config.security().equals("certificate") && !keys.isEmpty()) {
      throw new ConfigException("psk", "a key", "remove it, or set security to 'psk'");
    }
  }
}
