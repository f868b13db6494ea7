package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverSettings;
import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.leshan.core.request.ContentFormat;
import org.jspecify.annotations.Nullable;

/** A server's configuration, checked; keys are looked up at each connect. */
record Lwm2mSettings(
    String address,
    int port,
    int plainPort,
    Map<String, String> references,
    int maxDevices,
    int maxPayload,
    @Nullable ContentFormat format,
    int pmin,
    int pmax,
    int timeoutMillis,
    int awakeSeconds,
    int writeWaitSeconds,
    int queue) {
  private static final int MAX_PORT = 65_535;
  private static final int SHORTEST_KEY = 8;
  private static final String HEX = "hex:";

  /** Checks the configuration, as it was converted and as it was written. */
  static Lwm2mSettings of(Lwm2mConfig config, Map<String, Object> written) {
    DriverSettings.check(written, Lwm2mConfig.class);
    if (!List.of("ask", "all").contains(config.accept())) {
      throw new ConfigException("accept", config.accept(), "use 'ask' or 'all'");
    }
    Map<String, String> references = references(config.psk());
    int port = inRange("port", config.port(), 0, MAX_PORT);
    int plainPort = inRange("plain.port", config.plain_port(), 0, MAX_PORT);
    if (port == 0 && plainPort == 0) {
      throw new ConfigException("port", 0, "use a port, usually 5684, or set plain.port");
    }
    if (port == plainPort) {
      throw new ConfigException("plain.port", plainPort, "use another than port");
    }
    if (port != 0 && references.isEmpty()) {
      throw new ConfigException("psk", null, "give each device a key: <endpoint>=secret:<name>");
    }
    int pmin = inRange("pmin", config.pmin(), 0, Lwm2mAddresses.MAX_PERIOD);
    int pmax = inRange("pmax", config.pmax(), 0, Lwm2mAddresses.MAX_PERIOD);
    if (pmax != 0 && pmax < pmin) {
      throw new ConfigException("pmax", pmax, "use 0, or " + pmin + " or more as pmin says");
    }
    return new Lwm2mSettings(
        config.address().strip(),
        port,
        plainPort,
        references,
        inRange("max.devices", config.max_devices(), 1, 2_000),
        inRange("max.payload", config.max_payload(), 1_024, 65_536),
        format(config.format()),
        pmin,
        pmax,
        inRange("timeout.ms", config.timeout_ms(), 100, 120_000),
        inRange("awake.s", config.awake_s(), 1, 3_600),
        inRange("write.wait.s", config.write_wait_s(), 0, Lwm2mAddresses.MAX_PERIOD),
        inRange("queue", config.queue(), 64, 100_000));
  }

  private static Map<String, String> references(String[] entries) {
    Map<String, String> references = new LinkedHashMap<>();
    for (String entry : entries) {
      int split = entry.indexOf("=" + SecretStore.PREFIX);
      if (split <= 0) {
        throw new ConfigException("psk", "a plain value", "write <endpoint>=secret:<name>");
      }
      String endpoint = entry.substring(0, split);
      if (!Lwm2mAddresses.DEVICE.matcher(endpoint).matches()) {
        throw new ConfigException("psk", endpoint, "as endpoint " + Lwm2mAddresses.DEVICE_FIX);
      }
      SecretStore.name("psk", entry.substring(split + 1));
      if (references.put(endpoint, entry.substring(split + 1)) != null) {
        throw new ConfigException("psk", endpoint, "give each endpoint one key");
      }
    }
    return Map.copyOf(references);
  }

  private static @Nullable ContentFormat format(String name) {
    return switch (name) {
      case "auto" -> null;
      case "text" -> ContentFormat.TEXT;
      case "tlv" -> ContentFormat.TLV;
      case "senml-json" -> ContentFormat.SENML_JSON;
      case "senml-cbor" -> ContentFormat.SENML_CBOR;
      default ->
          throw new ConfigException(
              "format", name, "use 'auto', 'text', 'tlv', 'senml-json' or 'senml-cbor'");
    };
  }

  private static int inRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(field, value, "use a number from " + min + " to " + max);
    }
    return value;
  }

  /**
   * The keys by endpoint, looked up now.
   *
   * @throws ConnectionException naming what cannot be found or used; never a key
   */
  Map<String, byte[]> loadKeys(Keys keys) throws ConnectionException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    if (port != 0) {
      for (Map.Entry<String, String> entry : references.entrySet()) {
        found.put(entry.getKey(), key(entry.getKey(), keys.resolve("psk", entry.getValue())));
      }
    }
    return found;
  }

  private static byte[] key(String endpoint, byte[] secret) throws ConnectionException {
    byte[] key = secret;
    String text = new String(secret, StandardCharsets.ISO_8859_1);
    if (text.startsWith(HEX)) {
      try {
        key = HexFormat.of().parseHex(text.substring(HEX.length()).strip());
      } catch (IllegalArgumentException e) {
        throw new ConnectionException(
            "psk: the key of '" + endpoint + "' begins with 'hex:' and is not hexadecimal", null);
      }
    }
    if (key.length < SHORTEST_KEY) {
      throw new ConnectionException(
          "psk: the key of '"
              + endpoint
              + "' is shorter than "
              + SHORTEST_KEY
              + " bytes; use 16 random ones",
          null);
    }
    return Arrays.copyOf(key, key.length);
  }
}
