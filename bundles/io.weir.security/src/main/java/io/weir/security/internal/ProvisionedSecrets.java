package io.weir.security.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets that an image or an installer has put in files before the first start: {@code
 * <name>.secret}, byte for byte. Each is taken once and its file deleted.
 */
final class ProvisionedSecrets {
  private static final Logger AUDIT = LoggerFactory.getLogger("weir.audit");
  private static final String SUFFIX = ".secret";

  private ProvisionedSecrets() {}

  /**
   * Takes what is there.
   *
   * @return what could not be taken, and what would help; empty if all was
   */
  static List<String> take(Path directory, SecretStore store) {
    List<String> problems = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return problems;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          take(directory, file, store);
        } catch (IOException | ConfigException e) {
          problems.add(file + " is not taken: " + e.getMessage());
        }
      }
    } catch (IOException e) {
      problems.add(directory + " cannot be read: " + e);
    }
    return problems;
  }

  private static void take(Path directory, Path file, SecretStore store) throws IOException {
    if (!Files.isWritable(directory)) {
      throw new IOException("it could not be deleted then; make its folder the gateway's own");
    }
    if (Files.size(file) > SecretStore.MOST_BYTES) {
      throw new IOException("it has more than " + SecretStore.MOST_BYTES + " bytes");
    }
    String fileName = file.getFileName().toString();
    String name = fileName.substring(0, fileName.length() - SUFFIX.length());
    byte[] secret = Files.readAllBytes(file);
    try {
      store.set(name, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    Files.delete(file);
    AUDIT.info("secret-set user=provisioning name={}", name);
  }
}
