package io.weir.uplink.mqtt.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import io.weir.api.uplink.Message;
import io.weir.mqtt.Address;
import io.weir.mqtt.LinkSettings;
import io.weir.mqtt.LinkSettings.Version;
import io.weir.mqtt.Password;
import io.weir.mqtt.Publication;
import io.weir.mqtt.Tls;
import io.weir.mqtt.Will;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were checked.
 *
 * @param link the connection
 * @param topic topic with {@code {kind}} left to be filled in
 */
record Settings(LinkSettings link, String topic) {

  private static final String KIND = "{kind}";
  private static final int MAX_TOPIC = 512;

  /**
   * Checks a configuration; does no I/O.
   *
   * @param folder what relative file names are relative to
   * @throws ConfigException naming the first field that is wrong
   */
  static Settings of(MqttConfig config, String gateway, Path folder, SecretStore secrets) {
    Address address = Address.of("url", config.url());
    if (!config.ca_file().isBlank() && !address.scheme().isTls()) {
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
    LinkSettings link =
        new LinkSettings(
            address,
            new Tls(file("ca.file", config.ca_file(), folder), "", null),
            version(config.version()),
            config.client_id().isBlank() ? gateway : config.client_id(),
            config.username(),
            config.password().isEmpty() ? null : Password.of(secrets, config.password()),
            range("keep.alive.s", config.keep_alive_s(), 5, 3_600),
            range("in.flight", config.in_flight(), 1, 1_000),
            0);
    return new Settings(link, topic(config.topic(), gateway));
  }

  /** The broker, for people. */
  String url() {
    return link.address().url();
  }

  /** A message in MQTT's words. */
  Publication publication(Message message) {
    return new Publication(
        topicOf(message.kind()),
        message.payload(),
        1,
        message.retained(),
        message.contentType(),
        message.properties());
  }

  /** What the broker says of a gateway that vanished. */
  Will will() {
    return new Will(topicOf(GatewayState.KIND), GatewayState.WILL, true, GatewayState.CONTENT_TYPE);
  }

  private static Version version(String text) {
    return switch (text) {
      case "5" -> Version.V5;
      case "3.1.1" -> Version.V3;
      default -> throw new ConfigException("version", text, "use 5 or 3.1.1");
    };
  }

  /** The topic of messages of this kind. */
  String topicOf(String kind) {
    return topic.replace(KIND, kind);
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
