package io.weir.uplink.mqtt.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were checked.
 *
 * @param url as written, for people
 * @param host the broker
 * @param port its port
 * @param isTls whether the connection is encrypted
 * @param version MQTT version
 * @param clientId the id under which the broker knows this uplink
 * @param username user name, empty for none
 * @param password the secret that holds the password, {@code secret:<name>}; empty for none
 * @param caFile PEM file of trusted authorities, null for the system's
 * @param topic topic with {@code {kind}} left to be filled in
 * @param inFlight most messages without an acknowledgement
 * @param keepAlive seconds
 */
record Settings(
    String url,
    String host,
    int port,
    boolean isTls,
    Version version,
    String clientId,
    String username,
    String password,
    @Nullable Path caFile,
    String topic,
    int inFlight,
    int keepAlive) {

  private static final String KIND = "{kind}";
  private static final int MAX_TOPIC = 512;

  /** The protocol spoken. */
  enum Version {
    V5("5"),
    V3("3.1.1");

    final String text;

    Version(String text) {
      this.text = text;
    }

    static Version of(String text) {
      for (Version version : values()) {
        if (version.text.equals(text)) {
          return version;
        }
      }
      throw new ConfigException("version", text, "use 5 or 3.1.1");
    }
  }

  /**
   * Checks a configuration; does no I/O.
   *
   * @param folder what relative file names are relative to
   * @throws ConfigException naming the first field that is wrong
   */
  static Settings of(MqttConfig config, String gateway, Path folder) {
    URI uri = uri(config.url());
    boolean tls = "mqtts".equals(uri.getScheme());
    if (!config.ca_file().isBlank() && !tls) {
      throw new ConfigException("ca.file", config.ca_file(), "use it with a mqtts:// url only");
    }
    if (!config.password().isEmpty()) {
      SecretStore.name("password", config.password());
      if (config.username().isBlank()) {
        throw new ConfigException("username", null, "give the user the password belongs to");
      }
    }
    range("batch.samples", config.batch_samples(), 1, 100_000);
    range("batch.age.ms", config.batch_age_ms(), 0, 3_600_000);
    return new Settings(
        config.url(),
        uri.getHost(),
        uri.getPort() < 0 ? (tls ? 8883 : 1883) : uri.getPort(),
        tls,
        Version.of(config.version()),
        config.client_id().isBlank() ? gateway : config.client_id(),
        config.username(),
        config.password(),
        file("ca.file", config.ca_file(), folder),
        topic(config.topic(), gateway),
        range("in.flight", config.in_flight(), 1, 1_000),
        range("keep.alive.s", config.keep_alive_s(), 5, 3_600));
  }

  /** The topic of messages of this kind. */
  String topicOf(String kind) {
    return topic.replace(KIND, kind);
  }

  private static URI uri(String url) {
    if (url.contains("@")) {
      throw new ConfigException(
          "url",
          "an address with a user", // not repeated, for it may have a password in it
          "write mqtt://host:port or mqtts://host:port, and the user as username and password");
    }
    try {
      URI uri = new URI(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      String path = uri.getPath();
      if ((scheme.equals("mqtt") || scheme.equals("mqtts"))
          && uri.getHost() != null
          && (path == null || path.isEmpty() || path.equals("/"))
          && uri.getPort() != 0
          && uri.getPort() <= 65_535) {
        return new URI(scheme, null, uri.getHost(), uri.getPort(), null, null, null);
      }
    } catch (URISyntaxException e) {
      throw new ConfigException("url", url, "write mqtt://host:port or mqtts://host:port");
    }
    throw new ConfigException("url", url, "write mqtt://host:port or mqtts://host:port");
  }

  private static String topic(String template, String gateway) {
    String topic = template.replace("{gateway}", gateway);
    if (!topic.contains(KIND)) {
      throw new ConfigException("topic", template, "put {kind} in it, as in weir/{gateway}/{kind}");
    }
    String rest = topic.replace(KIND, "");
    if (topic.length() > MAX_TOPIC
        || rest.chars().anyMatch(c -> c == '+' || c == '#' || c == '{' || c == '}' || c < ' ')) {
      throw new ConfigException(
          "topic",
          template,
          "use at most " + MAX_TOPIC + " characters, no + or #, and only {gateway} and {kind}");
    }
    return topic;
  }

  private static @Nullable Path file(String field, String name, Path folder) {
    try {
      return name.isBlank() ? null : folder.resolve(name);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(field, name, "write the name of a file");
    }
  }

  private static int range(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ConfigException(field, value, "give a number from " + least + " to " + most);
    }
    return value;
  }
}
