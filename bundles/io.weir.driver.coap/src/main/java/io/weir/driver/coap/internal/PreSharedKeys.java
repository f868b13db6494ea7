package io.weir.driver.coap.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Pre-shared keys by identity: references to secrets in the settings, or a file that nobody but its
 * owner may read. A key never stands in a setting.
 */
final class PreSharedKeys {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final String HEX = "hex:";
  private static final int SHORTEST = 8;

  private final Map<String, String> references;
  private final String file;
  private final Keys keys;

  /**
   * Checks the settings; reads nothing.
   *
   * @param entries each {@code identity=secret:name}
   * @param file the key file, empty for none
   */
  PreSharedKeys(String[] entries, String file, Keys keys) {
    this.file = file;
    this.keys = keys;
    references = new LinkedHashMap<>();
    for (String entry : entries) {
      int split = entry.indexOf("=" + SecretStore.PREFIX);
      if (split <= 0) {
        throw new ConfigException(
            "psk", "a plain value", "write <identity>=secret:<name>, or use psk.file");
      }
      String identity = entry.substring(0, split);
      if (!Addresses.DEVICE.matcher(identity).matches()) {
        throw new ConfigException("psk", identity, "as identity " + Addresses.DEVICE_FIX);
      }
      SecretStore.name("psk", entry.substring(split + 1));
      if (references.put(identity, entry.substring(split + 1)) != null) {
        throw new ConfigException("psk", identity, "give each identity one key");
      }
    }
    if (!file.isEmpty() && !Path.of(file).isAbsolute()) {
      throw new ConfigException("psk.file", file, "give the full path of a file");
    }
  }

  boolean isEmpty() {
    return references.isEmpty() && file.isEmpty();
  }

  /**
   * The keys by identity, looked up now.
   *
   * @throws ConnectionException naming what cannot be found or used; never a key
   */
  Map<String, byte[]> load() throws ConnectionException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    if (!file.isEmpty()) {
      readFile(found);
    }
    for (Map.Entry<String, String> entry : references.entrySet()) {
      byte[] secret = keys.resolve("psk", entry.getValue());
      String text = new String(secret, StandardCharsets.ISO_8859_1);
      found.put(
          entry.getKey(),
          longEnough("psk: the key of '" + entry.getKey() + "'", decoded(text, secret)));
    }
    return found;
  }

  private void readFile(Map<String, byte[]> into) throws ConnectionException {
    Path path = Path.of(file);
    try {
      Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
      permissions.addAll(Files.getPosixFilePermissions(path));
      permissions.removeAll(OWNERS);
      if (!permissions.isEmpty()) {
        throw new ConnectionException(
            "psk.file: others than its owner may use " + file + "; chmod 600 " + file, null);
      }
      int number = 0;
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          line(line, "psk.file: line " + number + " of " + file, into);
        }
      }
    } catch (IOException e) {
      if (e instanceof ConnectionException mine) {
        throw mine;
      }
      throw new ConnectionException("psk.file: " + file + " cannot be read: " + e, e);
    }
  }

  private static void line(String line, String where, Map<String, byte[]> into)
      throws ConnectionException {
    int split = line.indexOf('=');
    String identity = split < 0 ? "" : line.substring(0, split).strip();
    if (!Addresses.DEVICE.matcher(identity).matches()) {
      throw new ConnectionException(
          where + " is not <identity>=<key>; as identity " + Addresses.DEVICE_FIX, null);
    }
    String key = line.substring(split + 1).strip();
    if (into.put(identity, longEnough(where, decoded(key, key.getBytes(StandardCharsets.UTF_8))))
        != null) {
      throw new ConnectionException(where + " gives '" + identity + "' a second key", null);
    }
  }

  private static byte[] decoded(String text, byte[] plain) throws ConnectionException {
    if (!text.startsWith(HEX)) {
      return plain;
    }
    try {
      return HexFormat.of().parseHex(text.substring(HEX.length()).strip());
    } catch (IllegalArgumentException e) {
      throw new ConnectionException("a key that begins with 'hex:' is not hexadecimal", null);
    }
  }

  private static byte[] longEnough(String where, byte[] key) throws ConnectionException {
    if (key.length < SHORTEST) {
      throw new ConnectionException(
          where + " is shorter than " + SHORTEST + " bytes; use 16 random ones", null);
    }
    return key;
  }
}
