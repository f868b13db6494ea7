package io.weir.security.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys there are: a credential that systemd gives the service, else a file beside the secrets;
 * and those that may open secrets on the way from one key to the next.
 *
 * <pre>
 *   credential weir.key        in force, where it is
 *   credential weir.key.old    the one before it
 *   secret-key                 in force without a credential
 *   secret-key.new             about to be in force: made before the secrets are encrypted with it
 * </pre>
 *
 * Guarded by whoever holds it.
 */
final class KeyRing {
  static final String CREDENTIAL = "weir.key";
  static final String OLD_CREDENTIAL = "weir.key.old";
  static final String FILE = "secret-key";
  static final String NEW_FILE = "secret-key.new";

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);
  private static final Set<PosixFilePermission> NOT_OWNER =
      EnumSet.complementOf(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  private final Path directory;
  private final @Nullable Path credentials;
  private final FileSteps steps;
  private final SecureRandom random;

  /**
   * @param credentials where systemd puts the credentials of the service; null if it gives none
   */
  KeyRing(Path directory, @Nullable Path credentials, FileSteps steps, SecureRandom random) {
    this.directory = directory;
    this.credentials = credentials;
    this.steps = steps;
    this.random = random;
  }

  /** Whether the key is given by systemd, and so not this gateway's to change. */
  boolean isGiven() {
    return credentials != null && Files.exists(credentials.resolve(CREDENTIAL));
  }

  /**
   * The key in force; empty if there is none yet.
   *
   * @throws IOException if it cannot be used, with the file and what would help
   */
  Optional<SealingKey> inForce() throws IOException {
    return credentials != null && isGiven()
        ? read(credentials.resolve(CREDENTIAL), OTHERS)
        : read(directory.resolve(FILE), NOT_OWNER);
  }

  /**
   * Every key there is, the one in force first.
   *
   * @param problems takes what is wrong with keys that cannot be used
   */
  List<SealingKey> all(List<String> problems) {
    List<SealingKey> keys = new ArrayList<>();
    if (credentials != null) {
      add(credentials.resolve(CREDENTIAL), OTHERS, keys, problems);
      add(credentials.resolve(OLD_CREDENTIAL), OTHERS, keys, problems);
    }
    add(directory.resolve(FILE), NOT_OWNER, keys, problems);
    add(directory.resolve(NEW_FILE), NOT_OWNER, keys, problems);
    return keys;
  }

  /** Makes a key and puts it in force. */
  SealingKey create() throws IOException {
    SealingKey key = prepare();
    promote();
    return key;
  }

  /** Makes the key that is to follow; the one in force stays so. */
  SealingKey prepare() throws IOException {
    SealingKey key = SealingKey.random(random);
    steps.replace(directory.resolve(NEW_FILE), key.text());
    return key;
  }

  /** Whether this is the prepared key, and may be put in force. */
  boolean isPrepared(SealingKey key) throws IOException {
    return !isGiven() && read(directory.resolve(NEW_FILE), NOT_OWNER).map(key::is).orElse(false);
  }

  /** Puts the prepared key in force. */
  void promote() throws IOException {
    steps.rename(directory.resolve(NEW_FILE), directory.resolve(FILE));
  }

  /** Removes key files that open nothing any more, once the secrets are of the key in force. */
  void tidy() throws IOException {
    Files.deleteIfExists(directory.resolve(NEW_FILE));
    if (isGiven()) {
      Files.deleteIfExists(directory.resolve(FILE));
    }
  }

  /** Where a key may be, for people. */
  String places() {
    return "the credential " + CREDENTIAL + " or the file " + directory.resolve(FILE);
  }

  private static void add(
      Path file, Set<PosixFilePermission> forbidden, List<SealingKey> keys, List<String> problems) {
    try {
      read(file, forbidden).ifPresent(keys::add);
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a key. The group of a credential is not asked about: systemd lets the service's user in
   * by an access list, which shows as a right of the group.
   */
  private static Optional<SealingKey> read(Path file, Set<PosixFilePermission> forbidden)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Set<PosixFilePermission> rights;
    byte[] text;
    try {
      rights = Files.getPosixFilePermissions(file);
      text = Files.size(file) > 1024 ? new byte[0] : Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException("the key " + file + " cannot be read: " + e, e);
    }
    if (rights.stream().anyMatch(forbidden::contains)) {
      throw new IOException(
          "the key "
              + file
              + " is not its owner's alone ("
              + PosixFilePermissions.toString(rights)
              + "); chmod 600 it, and if somebody may have read it, make a new key and change the"
              + " secrets");
    }
    try {
      return Optional.of(SealingKey.parse(text));
    } catch (IOException e) {
      throw new IOException("the key " + file + " " + e.getMessage(), e);
    }
  }
}
