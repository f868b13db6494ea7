package io.weir.security.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.security.AccessControl;
import io.weir.api.security.AccessDeniedException;
import io.weir.api.security.Role;
import io.weir.api.security.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whoever knows the first-access code of this device.
 *
 * <p>The code comes from a provisioning file, else from the last start, else it is made; either way
 * it stands in {@code ${weir.data}/security/first-access-code}, readable by the gateway's own user,
 * for the label and the local console. Any thread.
 */
@Component
public final class DeviceAccessControl implements AccessControl {
  /** The only person there is before users are managed. */
  static final String USER = "first-access";

  private static final Logger AUDIT = LoggerFactory.getLogger("weir.audit");

  private final GatewayClock clock;
  private final StatusBoard.Part part;
  private final AccessCode code;
  private final Throttle throttle = new Throttle();
  private final Sessions sessions;

  /** As a component. */
  @Activate
  public DeviceAccessControl(
      BundleContext context, @Reference GatewayClock clock, @Reference StatusBoard board) {
    this(SecurityPaths.directory(context), SecurityPaths.provisioning(context), clock, board);
  }

  DeviceAccessControl(Path directory, Path provisioning, GatewayClock clock, StatusBoard board) {
    this.clock = clock;
    this.part = board.part("security");
    SecureRandom random = new SecureRandom();
    this.sessions = new Sessions(clock::micros, random);
    part.gauge("sessions", sessions::size);
    try {
      this.code = establish(directory, provisioning, random);
    } catch (IOException e) {
      part.status(
          State.ERROR,
          "disk",
          "the first-access code cannot be kept in " + directory + ": " + e.getMessage());
      throw new UncheckedIOException(e);
    }
  }

  @Deactivate
  void stop() {
    part.close();
  }

  @Override
  public Session signIn(String typed, String remote) throws AccessDeniedException {
    String client = Remote.network(remote);
    long wait = throttle.secondsToWait(client, Remote.isLoopback(remote), clock.micros());
    if (wait > 0) {
      part.counter("sign-ins-throttled").increment();
      throw new AccessDeniedException(
          "Too many wrong codes; try again in " + wait + " seconds", wait);
    }
    if (!code.matches(typed)) {
      throttle.failed(client, clock.micros());
      part.counter("sign-ins-refused").increment();
      AUDIT.warn("sign-in refused user={} remote={} reason=wrong-code", USER, remote);
      throw new AccessDeniedException(
          "This is not the first-access code of this gateway; it stands on the label or is shown"
              + " by the local console",
          0);
    }
    throttle.succeeded(client);
    Session session = sessions.begin(USER, Role.ADMINISTRATOR);
    part.counter("sign-ins").increment();
    AUDIT.info("sign-in user={} role={} remote={}", USER, session.role(), remote);
    return session;
  }

  @Override
  public Optional<Session> session(String token) {
    return sessions.find(token);
  }

  @Override
  public void signOut(String token) {
    sessions
        .end(token)
        .ifPresent(
            session -> AUDIT.info("sign-out user={} role={}", session.user(), session.role()));
  }

  private AccessCode establish(Path directory, Path provisioning, SecureRandom random)
      throws IOException {
    Path file = PrivateFiles.directory(directory).resolve("first-access-code");
    part.ok();
    Optional<AccessCode> given = read(provisioning);
    Optional<AccessCode> kept = read(file);
    AccessCode chosen = given.or(() -> kept).orElseGet(() -> AccessCode.random(random));
    if (kept.isEmpty() || !kept.get().text().equals(chosen.text())) {
      PrivateFiles.write(file, chosen.text());
    }
    return chosen;
  }

  private Optional<AccessCode> read(Path file) throws IOException {
    String text = PrivateFiles.read(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(AccessCode.parse(text));
    } catch (ConfigException e) {
      part.status(State.DEGRADED, "config", file + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
