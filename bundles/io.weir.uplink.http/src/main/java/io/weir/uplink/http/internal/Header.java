package io.weir.uplink.http.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header of the configuration.
 *
 * @param value with {@code secret:<name>} where a secret is to be filled in
 */
record Header(String name, String value) {
  private static final String FIELD = "headers";
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*([\\x20-\\x7e]{1,2048})");
  private static final Pattern SECRET = Pattern.compile("(?<=^| )secret:[^ ]*");

  /** Headers that are the transport's own. */
  private static final Set<String> OWN =
      Set.of("content-type", "content-encoding", "content-length", "host", "transfer-encoding");

  /**
   * @throws ConfigException if the line is no header
   */
  static Header of(String line) {
    Matcher parts = LINE.matcher(line.trim());
    if (!parts.matches()) {
      // The line is not repeated: it may bear a secret by mistake.
      throw new ConfigException(FIELD, "a line", "write 'Name: value' in plain ASCII");
    }
    String name = parts.group(1);
    if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
      throw new ConfigException(FIELD, name, "leave it out; the codec and the transport set it");
    }
    Matcher secrets = SECRET.matcher(parts.group(2));
    while (secrets.find()) {
      SecretStore.name(FIELD, secrets.group());
    }
    if (name.equalsIgnoreCase("authorization") && !SECRET.matcher(parts.group(2)).find()) {
      throw new ConfigException(
          FIELD, name, "write 'Authorization: <scheme> secret:<name>' and set that secret");
    }
    return new Header(name, parts.group(2));
  }

  /** The value as it is sent. */
  String resolve(SecretStore secrets) throws IOException {
    StringBuilder text = new StringBuilder();
    Matcher found = SECRET.matcher(value);
    while (found.find()) {
      try {
        String secret = new String(secrets.resolveText(FIELD, found.group()));
        if (secret.chars().anyMatch(c -> c < ' ' || c > '~')) {
          throw new IOException(FIELD + ": " + found.group() + " is not plain ASCII");
        }
        found.appendReplacement(text, Matcher.quoteReplacement(secret));
      } catch (ConfigException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return found.appendTail(text).toString();
  }
}
