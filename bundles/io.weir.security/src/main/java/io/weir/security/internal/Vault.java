package io.weir.security.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file of secrets and what is in it.
 *
 * <pre>
 *            open                  startAnew
 *   CLOSED --------> OPEN   LOCKED ---------> OPEN
 *          --------> LOCKED        --open---> OPEN   (the right key is there)
 * </pre>
 *
 * A file that is damaged or none of Weir's is set aside, for nothing will ever open it. One that
 * may only want another key or another Weir is left where it is, and nothing is written until it
 * opens or a person sets it aside. Not thread-safe: guarded by the {@link DeviceSecretStore}.
 */
final class Vault {
  private static final String FILE = "secrets";
  private static final String ASIDE = "secrets.set-aside-";

  private final Path directory;
  private final Path file;
  private final KeyRing keys;
  private final FileSteps steps;
  private final SecureRandom random;
  private final LongSupplier micros;

  private Map<String, byte[]> secrets = new TreeMap<>();
  private @Nullable SealingKey key;
  private String problem = "the secrets were not opened yet";
  private String remark = "";

  Vault(Path directory, KeyRing keys, FileSteps steps, SecureRandom random, LongSupplier micros) {
    this.directory = directory;
    this.file = directory.resolve(FILE);
    this.keys = keys;
    this.steps = steps;
    this.random = random;
    this.micros = micros;
  }

  boolean isOpen() {
    return key != null;
  }

  /** Why the secrets are not open; empty if they are. */
  String problem() {
    return isOpen() ? "" : problem;
  }

  /** What is not as it should be although the secrets are open; empty if nothing. */
  String remark() {
    return remark;
  }

  /** The secrets, not to be changed. */
  Map<String, byte[]> secrets() {
    return secrets;
  }

  /** Files that were set aside and are still there. */
  List<Path> aside() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(each -> each.getFileName().toString().startsWith(ASIDE)).sorted().toList();
    }
  }

  /** Tries to open the secrets; says in {@link #problem} why that is not possible. */
  void open() {
    try {
      if (!Files.exists(file)) {
        begin();
      } else if (Files.size(file) > SecretFormat.MOST + SealingKey.OVERHEAD) {
        throw new UnreadableException(
            UnreadableException.Kind.FOREIGN, "it is larger than secrets can be");
      } else {
        unseal(Files.readAllBytes(file));
      }
    } catch (UnreadableException e) {
      unreadable(e);
    } catch (IOException e) {
      lock(String.valueOf(e.getMessage()));
    }
  }

  /** Keeps the secret; the array becomes the vault's own. */
  void set(String name, byte[] value) throws IOException {
    requireOpen();
    if (!secrets.containsKey(name) && secrets.size() >= SecretStore.MOST_SECRETS) {
      throw new ConfigException(
          "name",
          name,
          "remove a secret first: there are "
              + SecretStore.MOST_SECRETS
              + ", the most there can be");
    }
    Map<String, byte[]> next = new TreeMap<>(secrets);
    byte[] before = next.put(name, value);
    replace(next, before);
  }

  /** Forgets a secret. */
  boolean remove(String name) throws IOException {
    requireOpen();
    if (!secrets.containsKey(name)) {
      return false;
    }
    Map<String, byte[]> next = new TreeMap<>(secrets);
    byte[] before = next.remove(name);
    replace(next, before);
    return true;
  }

  /** Encrypts all with a new key. */
  void rekey() throws IOException {
    requireOpen();
    if (keys.isGiven()) {
      throw new IOException(
          "the key is given by systemd; give the new one as the credential "
              + KeyRing.CREDENTIAL
              + " and the one in use as "
              + KeyRing.OLD_CREDENTIAL
              + ", then restart the gateway");
    }
    SealingKey next = keys.prepare();
    try {
      write(next, secrets);
    } catch (FileSteps.UnconfirmedException e) {
      // The old key stays until the secrets are known to be of the new one; either opens them.
      key = next;
      throw e;
    }
    key = next;
    keys.promote();
  }

  /** Sets aside what does not open, and begins without secrets. */
  void startAnew() throws IOException {
    if (isOpen()) {
      throw new IOException("the secrets are open; remove those that are not wanted one by one");
    }
    keys.inForce(); // throws while there is one that cannot be used
    if (Files.exists(file)) {
      setAside();
    }
    begin();
  }

  /** Overwrites what is in memory. */
  void close() {
    SecretFormat.wipe(secrets);
    key = null;
  }

  private void begin() throws IOException {
    SealingKey inForce = keys.inForce().orElse(null);
    secrets = new TreeMap<>();
    remark = "";
    key = inForce == null ? keys.create() : inForce;
    keys.tidy();
  }

  private void unseal(byte[] sealed) throws UnreadableException {
    SealingKey.check(sealed);
    List<String> problems = new ArrayList<>();
    SealingKey right =
        keys.all(problems).stream().filter(each -> each.isOf(sealed)).findFirst().orElse(null);
    if (right == null) {
      String wrong =
          problems.isEmpty()
              ? "no key that is there opens it"
              : "no usable key opens it: " + String.join("; ", problems);
      throw new UnreadableException(
          UnreadableException.Kind.KEY,
          wrong + "; put its key back as " + keys.places() + ", or start anew without the secrets");
    }
    byte[] plain = right.open(sealed);
    try {
      secrets = SecretFormat.decode(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
    key = right;
    settle(right);
  }

  /** Brings a change of the key to its end that a stop or a new credential left half done. */
  private void settle(SealingKey right) {
    remark = "";
    try {
      SealingKey inForce = keys.inForce().orElse(null);
      if (inForce == null || !inForce.is(right)) {
        if (keys.isPrepared(right)) {
          keys.promote();
        } else {
          SealingKey next = inForce == null ? keys.create() : inForce;
          write(next, secrets);
          key = next;
        }
      }
      keys.tidy();
    } catch (IOException e) {
      remark = "the change of the key is not done: " + e.getMessage();
    }
  }

  private void unreadable(UnreadableException e) {
    boolean lost =
        e.kind() == UnreadableException.Kind.FOREIGN
            || e.kind() == UnreadableException.Kind.DAMAGED;
    try {
      if (lost) {
        setAside();
        begin();
        return;
      }
    } catch (IOException notMoved) {
      lock(file + ": " + e.getMessage() + "; it cannot be set aside: " + notMoved.getMessage());
      return;
    }
    lock(file + ": " + e.getMessage());
  }

  private void setAside() throws IOException {
    long time = micros.getAsLong();
    Path aside = directory.resolve(ASIDE + time);
    while (Files.exists(aside)) {
      aside = directory.resolve(ASIDE + ++time); // a clock without battery may say the same twice
    }
    steps.rename(file, aside);
  }

  private void lock(String reason) {
    close();
    problem = reason;
  }

  private void replace(Map<String, byte[]> next, byte @Nullable [] before) throws IOException {
    try {
      write(requireOpen(), next);
    } catch (FileSteps.UnconfirmedException e) {
      adopt(next, before);
      throw e;
    }
    adopt(next, before);
  }

  private void adopt(Map<String, byte[]> next, byte @Nullable [] before) {
    secrets = next;
    if (before != null) {
      Arrays.fill(before, (byte) 0);
    }
  }

  private void write(SealingKey with, Map<String, byte[]> content) throws IOException {
    byte[] plain = SecretFormat.encode(content);
    try {
      steps.replace(file, with.seal(plain, random));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private SealingKey requireOpen() throws IOException {
    SealingKey open = key;
    if (open == null) {
      throw new IOException("the secrets cannot be opened: " + problem);
    }
    return open;
  }
}
