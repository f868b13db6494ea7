package io.weir.uplink.http.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import io.weir.api.uplink.Message;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings that were checked.
 *
 * @param url with {@code {kind}} and {@code {device}} left to be filled in
 * @param caFile PEM file of trusted authorities, null for the system's
 * @param password the secret that holds it; empty for none
 */
record Settings(
    String url,
    List<Header> headers,
    String username,
    String password,
    @Nullable Path caFile,
    boolean gzip,
    int timeoutSeconds,
    int idleSeconds,
    int inFlight) {

  private static final String EXAMPLE = "write http://host/path or https://host/path";

  /**
   * Checks a configuration; does no I/O.
   *
   * @param folder what relative file names are relative to
   * @throws ConfigException naming the first field that is wrong
   */
  static Settings of(HttpConfig config, String gateway, Path folder) {
    String url = config.url().replace("{gateway}", gateway);
    URI example = uri(url.replace("{kind}", "k").replace("{device}", "d"), config.url());
    if (!config.ca_file().isBlank() && !example.getScheme().equals("https")) {
      throw new ConfigException("ca.file", config.ca_file(), "use it with an https:// url only");
    }
    if (!config.password().isEmpty()) {
      SecretStore.name("password", config.password());
    }
    if (config.password().isEmpty() != config.username().isBlank()) {
      throw new ConfigException("username", config.username(), "give user and password, or none");
    }
    range("batch.samples", config.batch_samples(), 1, 100_000);
    range("batch.age.ms", config.batch_age_ms(), 0, 3_600_000);
    return new Settings(
        url,
        Arrays.stream(config.headers()).map(Header::of).toList(),
        config.username(),
        config.password(),
        config.ca_file().isBlank() ? null : folder.resolve(config.ca_file()),
        config.gzip(),
        range("timeout.s", config.timeout_s(), 1, 300),
        range("idle.check.s", config.idle_check_s(), 1, 86_400),
        range("in.flight", config.in_flight(), 1, 16));
  }

  /** Where a message goes. */
  URI uri(Message message) {
    return URI.create(url.replace("{kind}", message.kind()).replace("{device}", message.device()));
  }

  /** The service, whatever the message. */
  URI service() {
    return URI.create(url.replace("{kind}", "k").replace("{device}", "d"));
  }

  private static URI uri(String text, String written) {
    if (text.contains("@")) {
      throw new ConfigException(
          "url",
          "an address with a user", // not repeated, for it may have a password in it
          EXAMPLE + ", and the user as username and password");
    }
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme());
      if ((scheme.equals("http") || scheme.equals("https"))
          && uri.getHost() != null
          && uri.getPort() != 0
          && uri.getPort() <= 65_535
          && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new ConfigException("url", written, EXAMPLE);
    }
    throw new ConfigException("url", written, EXAMPLE);
  }

  private static int range(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ConfigException(field, value, "give a number from " + least + " to " + most);
    }
    return value;
  }
}
