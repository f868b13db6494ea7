package io.weir.security.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is asked of the secrets on the machine itself: a line with a verb and perhaps a name, then
 * the secret, if the verb is {@code set} or {@code set-exact}. {@code set} does without one end of
 * line at the end.
 */
final class SecretRequest {
  /** Most bytes of a request. */
  static final int MOST = SecretStore.MOST_BYTES + 256;

  private static final Logger AUDIT = LoggerFactory.getLogger("weir.audit");
  private static final String KNOWN = "list, set, set-exact, remove, rekey, start-anew";

  private SecretRequest() {}

  /**
   * Does what a request says, wipes it, and tells the outcome.
   *
   * @return a text for the person who asked, ending in a line's end
   * @throws IOException if it was not done, with the reason
   * @throws ConfigException if it was not done, with the reason
   */
  static String run(byte[] request, SecretStore store) throws IOException {
    try {
      int end = 0;
      while (end < request.length && request[end] != '\n') {
        end++;
      }
      String line = new String(request, 0, Math.min(end, 100), StandardCharsets.US_ASCII);
      List<String> words = List.of(line.strip().split(" +", -1));
      String verb = words.get(0);
      String name = words.size() == 2 ? words.get(1) : "";
      return switch (verb) {
        case "list" -> list(store);
        case "set" -> set(store, name, body(request, end, true));
        case "set-exact" -> set(store, name, body(request, end, false));
        case "remove" -> remove(store, name);
        case "rekey" -> {
          store.rekey();
          yield done("secrets-rekey", "", "A new key encrypts the secrets\n");
        }
        case "start-anew" -> {
          store.startAnew();
          yield done("secrets-start-anew", "", "What does not open is set aside\n");
        }
        default -> throw new ConfigException("verb", verb, "use one of " + KNOWN);
      };
    } finally {
      Arrays.fill(request, (byte) 0);
    }
  }

  private static byte[] body(byte[] request, int lineEnd, boolean isText) {
    int end = request.length;
    if (isText && end > lineEnd + 1 && request[end - 1] == '\n') {
      end--;
      if (end > lineEnd + 1 && request[end - 1] == '\r') {
        end--;
      }
    }
    return Arrays.copyOfRange(request, Math.min(lineEnd + 1, end), end);
  }

  private static String set(SecretStore store, String name, byte[] secret) throws IOException {
    try {
      store.set(name, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    return done("secret-set", name, name + " is set; write \"secret:" + name + "\" to use it\n");
  }

  private static String remove(SecretStore store, String name) throws IOException {
    if (!store.remove(name)) {
      throw new IOException("there is no secret '" + name + "'; see 'weir secret list'");
    }
    return done("secret-remove", name, name + " is removed\n");
  }

  private static String done(String action, String name, String text) {
    AUDIT.info("{} user=local name={}", action, name);
    return text;
  }

  private static String list(SecretStore store) throws IOException {
    List<String> names = store.names();
    Map<String, List<String>> references = store.references();
    TreeSet<String> all = new TreeSet<>(names);
    all.addAll(references.keySet());
    StringBuilder text = new StringBuilder();
    if (!store.problem().isEmpty()) {
      text.append("The secrets cannot be opened: ").append(store.problem()).append('\n');
    }
    for (String name : all) {
      List<String> users = references.getOrDefault(name, List.of());
      text.append(name)
          .append(names.contains(name) ? "" : "  NOT SET")
          .append(users.isEmpty() ? "  not used" : "  used by " + String.join(", ", users))
          .append('\n');
    }
    return all.isEmpty() ? text + "There is no secret\n" : text.toString();
  }
}
