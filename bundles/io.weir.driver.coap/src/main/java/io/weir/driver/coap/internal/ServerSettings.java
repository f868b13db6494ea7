package io.weir.driver.coap.internal;

import io.weir.api.driver.DriverSettings;
import io.weir.api.model.ConfigException;
import java.util.List;
import java.util.Map;

/** A server's configuration, checked. */
record ServerSettings(
    String address,
    int port,
    int plainPort,
    PreSharedKeys keys,
    Certificates certificates,
    int maxDevices,
    int maxPayload,
    int rate,
    int burst,
    int queue,
    int maxAgeHours,
    int freshSeconds,
    int writeTimeoutMillis) {
  private static final int MAX_PORT = 65_535;

  /** Checks the configuration, as it was converted and as it was written. */
  static ServerSettings of(ServerConfig config, Map<String, Object> written, Keys keys) {
    DriverSettings.check(written, ServerConfig.class);
    if (!List.of("ask", "all").contains(config.accept())) {
      throw new ConfigException("accept", config.accept(), "use 'ask' or 'all'");
    }
    PreSharedKeys shared = new PreSharedKeys(config.psk(), config.psk_file().strip(), keys);
    Certificates certificates =
        new Certificates(config.tls_ca(), config.tls_certificate(), config.tls_key());
    int port = inRange("port", config.port(), 0, MAX_PORT);
    int plainPort = inRange("plain.port", config.plain_port(), 0, MAX_PORT);
    if (port == 0 && plainPort == 0) {
      throw new ConfigException("port", 0, "use a port, usually 5684, or set plain.port");
    }
    if (port == plainPort) {
      throw new ConfigException("plain.port", plainPort, "use another than port");
    }
    if (port != 0 && shared.isEmpty() && !certificates.hasOwn()) {
      throw new ConfigException(
          "psk", null, "give psk or psk.file, or tls.certificate with tls.key and tls.ca");
    }
    if (certificates.hasOwn() && !certificates.hasAuthorities()) {
      throw new ConfigException("tls.ca", null, "say whose certificates devices may have");
    }
    if (plainPort != 0 && certificates.hasOwn()) {
      throw new ConfigException(
          "plain.port",
          plainPort,
          "give plain devices a connection of their own; here one could take the name of a"
              + " device that has a certificate");
    }
    return new ServerSettings(
        config.address().strip(),
        port,
        plainPort,
        shared,
        certificates,
        inRange("max.devices", config.max_devices(), 1, 2_000),
        inRange("max.payload", config.max_payload(), 64, 65_536),
        inRange("rate", config.rate(), 1, 1_000),
        inRange("burst", config.burst(), 1, 10_000),
        inRange("queue", config.queue(), Documents.MAX_VALUES, 100_000),
        inRange("max.age.hours", config.max_age_hours(), 1, 8_760),
        inRange("fresh.s", config.fresh_s(), 1, 86_400),
        inRange("write.timeout.ms", config.write_timeout_ms(), 100, 60_000));
  }

  static int inRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(field, value, "use a number from " + min + " to " + max);
    }
    return value;
  }
}
