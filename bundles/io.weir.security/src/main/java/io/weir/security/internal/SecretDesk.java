package io.weir.security.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.SecretStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets by files of the machine itself: those provisioned, at start, and requests of the command
 * {@code weir secret}. A request is a file {@code <id>.request} in a directory that is this user's
 * alone, in memory where the service manager made it; it is deleted before it is done, and answered
 * in {@code <id>.answer}. One thread, {@code weir-secrets}, from start to stop.
 */
@Component(
    service = {},
    immediate = true)
public final class SecretDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SecretDesk.class);
  private static final String REQUEST = ".request";
  private static final String ANSWER = ".answer";

  private final SecretStore store;
  private final Path requests;
  private final StatusBoard.Part part;
  private final WatchService watch;
  private final Thread thread = new Thread(this::run, "weir-secrets");

  /** As a component. */
  @Activate
  public SecretDesk(
      BundleContext context, @Reference SecretStore store, @Reference StatusBoard board)
      throws IOException {
    this(SecurityPaths.provisionedSecrets(context), SecurityPaths.requests(context), store, board);
  }

  SecretDesk(Path provisioned, Path requests, SecretStore store, StatusBoard board)
      throws IOException {
    this.store = store;
    this.requests = requests;
    this.part = board.part("secrets/files");
    List<String> problems = ProvisionedSecrets.take(provisioned, store);
    watch = requests.getFileSystem().newWatchService();
    try {
      PrivateFiles.directory(requests);
      forget();
      requests.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      problems.add("'weir secret' does not work: " + requests + " cannot be used: " + e);
    }
    if (problems.isEmpty()) {
      part.ok();
    } else {
      part.status(State.DEGRADED, "disk", String.join("; ", problems));
    }
  }

  @Deactivate
  void stop() throws IOException {
    watch.close();
    part.close();
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = watch.take();
        key.pollEvents();
        answerAll();
        if (!key.reset()) {
          part.status(
              State.DEGRADED,
              "disk",
              "'weir secret' does not work until a restart: " + requests + " is gone");
          return;
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("No longer watching {}", requests);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Requests of before the start were given up by who made them. */
  private void forget() throws IOException {
    for (Path file : files("*")) {
      Files.deleteIfExists(file);
    }
  }

  private void answerAll() {
    try {
      for (Path request : files("*" + REQUEST)) {
        String name = request.getFileName().toString();
        String id = name.substring(0, name.length() - REQUEST.length());
        PrivateFiles.write(
            requests.resolve(id + ANSWER), answer(request).getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      LOG.warn("A request of 'weir secret' is not answered: {}", e.toString());
    }
  }

  /** Does what a request says: {@code ok} or {@code failed} in the first line, then a text. */
  private String answer(Path request) {
    try {
      byte[] content;
      try {
        content = Files.size(request) > SecretRequest.MOST ? null : Files.readAllBytes(request);
      } finally {
        Files.deleteIfExists(request);
      }
      if (content == null) {
        return "failed\nthe secret is too long; give at most "
            + SecretStore.MOST_BYTES
            + " bytes\n";
      }
      return "ok\n" + SecretRequest.run(content, store);
    } catch (IOException | ConfigException e) {
      return "failed\n" + e.getMessage() + "\n";
    }
  }

  private List<Path> files(String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(requests, pattern)) {
      all.forEach(found::add);
    }
    return found;
  }
}
