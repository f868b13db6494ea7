package io.weir.broker.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may log in, as which clients, and what they may do. Any thread. */
final class Users {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Map<String, String> secrets;
  private final Map<String, List<String>> clients;
  private final List<Permission> permissions;

  private Users(
      Map<String, String> secrets,
      Map<String, List<String>> clients,
      List<Permission> permissions) {
    this.secrets = secrets;
    this.clients = clients;
    this.permissions = permissions;
  }

  static Users of(String[] users, String[] passwords, String[] clients, String[] permissions) {
    if (users.length != passwords.length) {
      throw new ConfigException(
          "passwords",
          passwords.length + " entries",
          "write one secret:<name> for each of the %d users, in their order"
              .formatted(users.length));
    }
    Map<String, String> secrets = new HashMap<>();
    for (int i = 0; i < users.length; i++) {
      if (!NAME.matcher(users[i]).matches()) {
        throw new ConfigException(
            "users", users[i], "use letters, digits, '-', '_' and '.', a letter or digit first");
      }
      SecretStore.name("passwords", passwords[i]);
      if (secrets.put(users[i], passwords[i]) != null) {
        throw new ConfigException("users", users[i], "name each user once");
      }
    }
    List<Permission> rules = Arrays.stream(permissions).map(Permission::of).toList();
    for (Permission rule : rules) {
      if (!rule.user().equals("*")) {
        known("permissions", rule.user(), secrets.keySet());
      }
    }
    return new Users(secrets, ids(clients, secrets.keySet()), rules);
  }

  private static Map<String, List<String>> ids(String[] clients, Set<String> users) {
    Map<String, List<String>> ids = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (String entry : clients) {
      String[] words = entry.strip().split("\\s+", 2);
      if (words.length < 2) {
        throw new ConfigException("clients", entry, "write <user> <client id>");
      }
      known("clients", words[0], users);
      if (!taken.add(words[1])) {
        throw new ConfigException("clients", entry, "give each client id to one user");
      }
      ids.computeIfAbsent(words[0], user -> new ArrayList<>()).add(words[1]);
    }
    return ids;
  }

  private static void known(String field, String user, Set<String> users) {
    if (!users.contains(user)) {
      throw new ConfigException(field, user, "name a user that is in users");
    }
  }

  /** Whether nobody is asked for a password. */
  boolean isOpen() {
    return secrets.isEmpty();
  }

  /** What is wrong with the passwords; empty if nothing. */
  String problem(SecretStore store) {
    for (String reference : secrets.values()) {
      try {
        Arrays.fill(store.resolve("passwords", reference), (byte) 0);
      } catch (ConfigException e) {
        return String.valueOf(e.getMessage());
      }
    }
    return "";
  }

  /** Whether the password is the user's. One that cannot be looked up is nobody's. */
  boolean isPassword(SecretStore store, String user, byte[] password) {
    String reference = secrets.get(user);
    if (reference == null) {
      return false;
    }
    try {
      byte[] right = store.resolve("passwords", reference);
      boolean same = MessageDigest.isEqual(right, password);
      Arrays.fill(right, (byte) 0);
      return same;
    } catch (ConfigException e) {
      return false;
    }
  }

  /**
   * Whether a user may be this client. Whoever has a client's id gets its session and its messages,
   * so an id belongs to one user; without an id there is no session to take.
   */
  boolean mayBe(String user, String clientId) {
    if (isOpen() || clientId.isEmpty()) {
      return true;
    }
    List<String> own = clients.get(user);
    if (own == null) {
      return clientId.equals(user);
    }
    return own.stream().anyMatch(pattern -> isLike(pattern, clientId));
  }

  private static boolean isLike(String pattern, String clientId) {
    return pattern.endsWith("*")
        ? clientId.startsWith(pattern.substring(0, pattern.length() - 1))
        : clientId.equals(pattern);
  }

  Access access(String user, String clientId) {
    if (isOpen()) {
      return Access.ALL;
    }
    List<String> read = new ArrayList<>();
    List<String> write = new ArrayList<>();
    for (Permission permission : permissions) {
      String filter = permission.filterFor(user, clientId);
      if (filter != null && permission.read()) {
        read.add(filter);
      }
      if (filter != null && permission.write()) {
        write.add(filter);
      }
    }
    return new Access(List.copyOf(read), List.copyOf(write));
  }
}
