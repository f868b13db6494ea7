package io.weir.testing;

import io.weir.api.model.ConfigException;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Secrets in memory. Any thread. */
public final class FakeSecretStore implements SecretStore {
  /** The documents that refer to each name. */
  public final Map<String, List<String>> references = new ConcurrentSkipListMap<>();

  /** Why the secrets cannot be opened; empty for they can. */
  public volatile String problem = "";

  private final Map<String, byte[]> secrets = new ConcurrentSkipListMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /** Keeps a text. */
  public FakeSecretStore with(String name, String text) {
    try {
      set(name, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  @Override
  public byte[] resolve(String field, String value) {
    byte[] secret = secrets.get(SecretStore.name(field, value));
    if (!problem.isEmpty()) {
      throw new ConfigException(field, value, problem);
    }
    if (secret == null) {
      throw new ConfigException(field, value, "there is no such secret");
    }
    return secret.clone();
  }

  @Override
  public List<String> names() {
    return problem.isEmpty() ? List.copyOf(secrets.keySet()) : List.of();
  }

  @Override
  public String problem() {
    return problem;
  }

  @Override
  public Map<String, List<String>> references() {
    return references;
  }

  @Override
  public void set(String name, byte[] value) throws IOException {
    requireOpen();
    if (!SecretStore.isName(name)) {
      throw new ConfigException("name", name, "use letters and digits");
    }
    secrets.put(name, value.clone());
    listeners.forEach(listener -> listener.accept(name));
  }

  @Override
  public boolean remove(String name) throws IOException {
    requireOpen();
    boolean was = secrets.remove(name) != null;
    if (was) {
      listeners.forEach(listener -> listener.accept(name));
    }
    return was;
  }

  @Override
  public void rekey() throws IOException {
    requireOpen();
  }

  @Override
  public void startAnew() {
    secrets.clear();
    problem = "";
  }

  @Override
  public Registration onChange(Consumer<String> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void requireOpen() throws IOException {
    if (!problem.isEmpty()) {
      throw new IOException(problem);
    }
  }
}
