package io.weir.security.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The secrets of this gateway in {@code ${weir.data}/security/secrets}. Tries again to open them
 * whenever it is asked for something, so that a key that was put right is used without a restart.
 * Any thread; guarded by the vault, listeners are called outside of it.
 */
@Component(immediate = true)
public final class DeviceSecretStore implements SecretStore {
  private final Vault vault;
  private final Path documents;
  private final StatusBoard.Part part;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /** As a component. */
  @Activate
  public DeviceSecretStore(
      BundleContext context, @Reference GatewayClock clock, @Reference StatusBoard board) {
    this(
        SecurityPaths.directory(context),
        SecurityPaths.documents(context),
        new KeyRing(
            SecurityPaths.directory(context),
            SecurityPaths.credentials(),
            new FileSteps(),
            new SecureRandom()),
        new FileSteps(),
        clock,
        board);
  }

  DeviceSecretStore(
      Path directory,
      Path documents,
      KeyRing keys,
      FileSteps steps,
      GatewayClock clock,
      StatusBoard board) {
    this.documents = documents;
    this.vault = new Vault(directory, keys, steps, new SecureRandom(), clock::epochMicros);
    this.part = board.part("secrets");
    part.gauge("secrets", this::size);
    try {
      PrivateFiles.directory(directory);
      vault.open();
      report();
    } catch (IOException e) {
      part.status(State.ERROR, "disk", directory + " cannot be made: " + e.getMessage());
    }
  }

  @Deactivate
  void stop() {
    part.close();
    synchronized (vault) {
      vault.close();
    }
  }

  @Override
  public byte[] resolve(String field, String value) {
    String name = SecretStore.name(field, value);
    open();
    synchronized (vault) {
      if (!vault.isOpen()) {
        throw new ConfigException(field, value, "the secrets cannot be opened: " + vault.problem());
      }
      byte[] secret = vault.secrets().get(name);
      if (secret == null) {
        throw new ConfigException(
            field,
            value,
            "there is no such secret; set it on the page Secrets or with 'weir secret set "
                + name
                + "'");
      }
      return secret.clone();
    }
  }

  @Override
  public List<String> names() {
    open();
    synchronized (vault) {
      return List.copyOf(vault.secrets().keySet());
    }
  }

  @Override
  public String problem() {
    open();
    synchronized (vault) {
      return vault.problem();
    }
  }

  @Override
  public Map<String, List<String>> references() throws IOException {
    return SecretReferences.in(documents);
  }

  @Override
  public void set(String name, byte[] value) throws IOException {
    if (!SecretStore.isName(name)) {
      throw new ConfigException(
          "name",
          name,
          "use 1 to "
              + MOST_CHARACTERS
              + " letters, digits, '-', '_' and '.', a letter or digit first");
    }
    if (value.length == 0 || value.length > MOST_BYTES) {
      throw new ConfigException(
          "value", "a secret of " + value.length + " bytes", "give 1 to " + MOST_BYTES + " bytes");
    }
    open();
    byte[] own = value.clone();
    change(
        () -> {
          boolean kept = false;
          try {
            vault.set(name, own);
            kept = true;
          } catch (FileSteps.UnconfirmedException e) {
            kept = true;
            throw e;
          } finally {
            if (!kept) {
              Arrays.fill(own, (byte) 0);
            }
          }
          return true;
        },
        name);
  }

  @Override
  public boolean remove(String name) throws IOException {
    open();
    return change(() -> vault.remove(name), name);
  }

  @Override
  public void rekey() throws IOException {
    open();
    synchronized (vault) {
      vault.rekey();
      report();
    }
  }

  @Override
  public void startAnew() throws IOException {
    open();
    synchronized (vault) {
      try {
        vault.startAnew();
      } finally {
        report();
      }
    }
  }

  @Override
  public Registration onChange(Consumer<String> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private long size() {
    synchronized (vault) {
      return vault.secrets().size();
    }
  }

  /** A change of the vault. */
  @FunctionalInterface
  private interface Change {
    boolean make() throws IOException;
  }

  /** Makes a change and tells it if it was made, be it without the disk's word that it lasts. */
  private boolean change(Change change, String name) throws IOException {
    boolean changed = false;
    try {
      synchronized (vault) {
        changed = change.make();
      }
    } catch (FileSteps.UnconfirmedException e) {
      changed = true;
      throw e;
    } finally {
      if (changed) {
        listeners.forEach(listener -> listener.accept(name));
      }
    }
    return changed;
  }

  /** Opens the secrets if they are not open yet, and tells who waited for them. */
  private void open() {
    List<String> opened = List.of();
    synchronized (vault) {
      if (!vault.isOpen()) {
        vault.open();
        report();
        opened = List.copyOf(vault.secrets().keySet());
      }
    }
    opened.forEach(name -> listeners.forEach(listener -> listener.accept(name)));
  }

  private void report() {
    if (!vault.isOpen()) {
      part.status(State.ERROR, "key", vault.problem());
      return;
    }
    if (!vault.remark().isEmpty()) {
      part.status(State.DEGRADED, "key", vault.remark());
      return;
    }
    try {
      List<Path> aside = vault.aside();
      if (aside.isEmpty()) {
        part.ok();
      } else {
        part.status(
            State.DEGRADED,
            "damaged",
            "secrets that could not be opened were set aside as "
                + aside.stream().map(Path::toString).collect(Collectors.joining(", "))
                + "; set again what is missing, then remove the file");
      }
    } catch (IOException e) {
      part.status(State.DEGRADED, "disk", String.valueOf(e.getMessage()));
    }
  }
}
