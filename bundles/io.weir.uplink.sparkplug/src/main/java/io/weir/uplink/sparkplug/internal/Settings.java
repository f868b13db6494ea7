package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import io.weir.mqtt.Address;
import io.weir.mqtt.LinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were checked.
 *
 * @param servers where the edge node may be connected, in order
 * @param group the group's id
 * @param node the edge node's id
 * @param primaryHost the host to wait for, empty for none
 * @param births what births name
 * @param acceptsCommands whether hosts may write
 * @param historicalAfter age from which a value may be historical
 * @param version MQTT version
 * @param clientId the id under which servers know this uplink
 * @param username user name, empty for none
 * @param password the secret that holds the password, {@code secret:<name>}; empty for none
 * @param caFile PEM file of trusted authorities, null for the system's
 * @param inFlight most batches that the server is not known to have
 * @param keepAlive seconds
 */
record Settings(
    List<Address> servers,
    String group,
    String node,
    String primaryHost,
    Births births,
    boolean acceptsCommands,
    Duration historicalAfter,
    LinkSettings.Version version,
    String clientId,
    String username,
    String password,
    @Nullable Path caFile,
    int inFlight,
    int keepAlive) {

  /** What births name, and whose values they carry. */
  enum Births {
    /** What went through this uplink. */
    SENT,
    /** All there is. */
    LIVE
  }

  /**
   * Checks a configuration; does no I/O.
   *
   * @param folder what relative file names are relative to
   * @throws ConfigException naming the first field that is wrong
   */
  static Settings of(SparkplugConfig config, String gateway, Path folder) {
    List<Address> servers = servers(config.servers());
    if (!config.ca_file().isBlank() && servers.stream().noneMatch(s -> s.scheme().isTls())) {
      throw new ConfigException("ca.file", config.ca_file(), "use it with a mqtts:// server only");
    }
    if (!config.password().isEmpty()) {
      SecretStore.name("password", config.password());
      if (config.username().isBlank()) {
        throw new ConfigException("username", null, "give the user the password belongs to");
      }
    }
    range("batch.samples", config.batch_samples(), 1, 100_000);
    range("batch.age.ms", config.batch_age_ms(), 0, 3_600_000);
    String group = Ids.checkGroup("group.id", config.group_id());
    String node =
        Ids.check(
            "edge.node.id", config.edge_node_id().isEmpty() ? gateway : config.edge_node_id());
    String host = config.primary_host();
    return new Settings(
        servers,
        group,
        node,
        host.isEmpty() ? "" : Ids.check("primary.host", host),
        choice("births", config.births(), Births.values()),
        choice("commands", config.commands(), Commands.values()) == Commands.ACCEPT,
        Duration.ofSeconds(range("historical.after.s", config.historical_after_s(), 1, 86_400)),
        version(config.version()),
        config.client_id().isBlank() ? group + "-" + node : config.client_id(),
        config.username(),
        config.password(),
        file("ca.file", config.ca_file(), folder),
        range("in.flight", config.in_flight(), 1, 1_000),
        range("keep.alive.s", config.keep_alive_s(), 5, 3_600));
  }

  /** Whether nothing is published while a host is offline. */
  boolean waitsForHost() {
    return !primaryHost.isEmpty();
  }

  /** A topic of the edge node. */
  String topic(String type) {
    return Ids.topic(group, type, node);
  }

  /** A topic of one of its devices. */
  String topic(String type, String device) {
    return Ids.topic(group, type, node, device);
  }

  private enum Commands {
    ACCEPT,
    REFUSE
  }

  private static List<Address> servers(String[] urls) {
    List<Address> servers = new ArrayList<>();
    for (String url : urls) {
      servers.add(Address.of("servers", url));
    }
    if (servers.isEmpty()) {
      throw new ConfigException("servers", null, "give at least one mqtt://host:port");
    }
    if (servers.stream().distinct().count() < servers.size()) {
      throw new ConfigException("servers", Arrays.toString(urls), "name each server once");
    }
    return List.copyOf(servers);
  }

  private static LinkSettings.Version version(String text) {
    return switch (text) {
      case "3.1.1" -> LinkSettings.Version.V3;
      case "5" -> LinkSettings.Version.V5;
      default -> throw new ConfigException("version", text, "use 3.1.1 or 5");
    };
  }

  private static <E extends Enum<E>> E choice(String field, String text, E[] choices) {
    for (E each : choices) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    String names =
        String.join(
            " or ",
            Arrays.stream(choices).map(each -> each.name().toLowerCase(Locale.ROOT)).toList());
    throw new ConfigException(field, text, "use " + names);
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
