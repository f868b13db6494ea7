package io.weir.security.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.api.runtime.State;
import io.weir.api.security.AccessDeniedException;
import io.weir.api.security.Role;
import io.weir.api.security.Session;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DeviceAccessControlTest {
  private static final String REMOTE = "192.168.7.20";

  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final ListAppender<ILoggingEvent> audit = new ListAppender<>();
  @TempDir private Path dir;

  @BeforeEach
  void listen() {
    audit.start();
    auditLogger().addAppender(audit);
  }

  @AfterEach
  void stopListening() {
    auditLogger().detachAppender(audit);
  }

  @Test
  void makesACodeThatOnlyTheOwnerOfTheFileCanRead() throws IOException {
    access();

    assertThat(Files.readString(codeFile()).strip()).matches("[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(codeFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void theCodeStaysAcrossRestarts() throws Exception {
    access();
    String code = Files.readString(codeFile());

    assertThat(access().signIn(code, REMOTE).role()).isEqualTo(Role.ADMINISTRATOR);
    assertThat(Files.readString(codeFile())).isEqualTo(code);
  }

  @Test
  void caseSpacesAndDashesDoNotMatter() throws Exception {
    provision("Bright-Lake 42x");

    Session session = access().signIn(" brightLAKE42-X", REMOTE);

    assertThat(session.user()).isEqualTo("first-access");
    assertThat(Files.readString(codeFile()).strip()).isEqualTo("Bright-Lake 42x");
  }

  @Test
  void aProvisionedCodeThatIsTooShortIsNamedAndNotUsed() throws Exception {
    provision("abc-123");

    DeviceAccessControl access = access();

    assertThat(board.get("security").state()).isEqualTo(State.DEGRADED);
    assertThat(board.get("security").message())
        .contains("etc/first-access-code", "6 characters", "8 to 64")
        .doesNotContain("abc");
    assertThat(access.signIn(Files.readString(codeFile()), REMOTE)).isNotNull();
  }

  @Test
  void aDiskThatTakesNoCodeIsAnErrorOnTheBoard() throws IOException {
    Files.writeString(dir.resolve("data"), "a file where a directory should be");

    assertThatThrownBy(this::access).isInstanceOf(UncheckedIOException.class);

    assertThat(board.get("security").state()).isEqualTo(State.ERROR);
    assertThat(board.get("security").reason()).isEqualTo("disk");
  }

  @Test
  void wrongCodesMakeTheClientWaitLongerAndLonger() throws IOException {
    DeviceAccessControl access = access();
    for (int i = 0; i < 4; i++) {
      assertThat(refused(access, REMOTE)).isZero();
    }
    assertThat(refused(access, REMOTE)).isEqualTo(1);
    long waited = 0;
    for (int i = 0; i < 20; i++) {
      long wait = refused(access, REMOTE);
      assertThat(wait).isGreaterThanOrEqualTo(Math.min(waited, 900));
      waited = wait;
      clock.advance(Duration.ofSeconds(wait));
      assertThat(refused(access, REMOTE)).isZero();
    }
    assertThat(waited).isEqualTo(900);
  }

  @Test
  void whileWaitingEvenTheRightCodeIsRefusedAndLaterItIsTaken() throws Exception {
    provision("RIGHT-CODE");
    DeviceAccessControl access = access();
    for (int i = 0; i < 5; i++) {
      refused(access, REMOTE);
    }

    assertThatThrownBy(() -> access.signIn("RIGHTCODE", REMOTE))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("try again in 1 seconds");
    clock.advance(Duration.ofSeconds(1));
    assertThat(access.signIn("RIGHTCODE", REMOTE)).isNotNull();
    assertThat(refused(access, REMOTE)).isZero();
  }

  @Test
  void manyClientsTogetherAreSlowedDownButNotTheLocalConsole() throws Exception {
    provision("RIGHT-CODE");
    DeviceAccessControl access = access();
    for (int i = 0; i < 30; i++) {
      refused(access, "10.1.1." + i);
    }

    assertThat(refused(access, "10.9.9.9")).isPositive();
    assertThat(access.signIn("RIGHTCODE", "127.0.0.1")).isNotNull();
    clock.advance(Duration.ofMinutes(11));
    assertThat(access.signIn("RIGHTCODE", "10.9.9.9")).isNotNull();
  }

  @Test
  void oneIpv6NetworkCountsAsOneClient() throws IOException {
    DeviceAccessControl access = access();
    for (int i = 0; i < 4; i++) {
      refused(access, "2001:db8::" + i);
    }

    assertThat(refused(access, "[2001:db8::99]")).isPositive();
    assertThat(refused(access, "2001:db8:0:1::1")).isZero();
  }

  @Test
  void aSessionEndsHalfAnHourAfterItsLastUse() throws Exception {
    provision("RIGHT-CODE");
    DeviceAccessControl access = access();
    String token = access.signIn("RIGHTCODE", REMOTE).token();
    for (int i = 0; i < 4; i++) {
      clock.advance(Duration.ofMinutes(29));
      assertThat(access.session(token)).isPresent();
    }

    clock.advance(Duration.ofMinutes(31));

    assertThat(access.session(token)).isEmpty();
  }

  @Test
  void aSessionEndsAfterTwelveHoursHoweverMuchItIsUsed() throws Exception {
    provision("RIGHT-CODE");
    DeviceAccessControl access = access();
    String token = access.signIn("RIGHTCODE", REMOTE).token();
    for (int i = 0; i < 36; i++) {
      clock.advance(Duration.ofMinutes(20));
      assertThat(access.session(token)).as("after %d minutes", i * 20 + 20).isPresent();
    }

    clock.advance(Duration.ofMinutes(20));

    assertThat(access.session(token)).isEmpty();
  }

  @Test
  void signingOutEndsTheSession() throws Exception {
    provision("RIGHT-CODE");
    DeviceAccessControl access = access();
    Session session = access.signIn("RIGHTCODE", REMOTE);

    access.signOut(session.token());
    access.signOut("never heard of");

    assertThat(access.session(session.token())).isEmpty();
  }

  @Test
  void thereAreOnlySoManySessions() throws Exception {
    provision("RIGHT-CODE");
    DeviceAccessControl access = access();
    String first = access.signIn("RIGHTCODE", REMOTE).token();
    String last = first;
    for (int i = 0; i < Sessions.MOST; i++) {
      clock.advance(Duration.ofSeconds(1));
      last = access.signIn("RIGHTCODE", REMOTE).token();
    }

    assertThat(access.session(first)).isEmpty();
    assertThat(access.session(last)).isPresent();
    assertThat(board.get("security").counters()).containsEntry("sessions", (long) Sessions.MOST);
  }

  @Test
  void theAuditLogNamesWhatHappenedAndNoSecret() throws Exception {
    provision("RIGHT-CODE");
    DeviceAccessControl access = access();
    refused(access, REMOTE);
    Session session = access.signIn("RIGHTCODE", REMOTE);
    access.signOut(session.token());

    assertThat(audit.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "sign-in refused user=first-access remote=192.168.7.20 reason=wrong-code",
            "sign-in user=first-access role=ADMINISTRATOR remote=192.168.7.20",
            "sign-out user=first-access role=ADMINISTRATOR");
    assertThat(session).hasToString("Session[first-access, ADMINISTRATOR]");
  }

  private long refused(DeviceAccessControl access, String remote) {
    try {
      access.signIn("NOT-THE-CODE", remote);
      throw new AssertionError("a wrong code was taken");
    } catch (AccessDeniedException e) {
      return e.retryAfterSeconds();
    }
  }

  private DeviceAccessControl access() {
    return new DeviceAccessControl(
        dir.resolve("data/security"), dir.resolve("etc/first-access-code"), clock, board);
  }

  private Path codeFile() {
    return dir.resolve("data/security/first-access-code");
  }

  private void provision(String code) throws IOException {
    Files.createDirectories(dir.resolve("etc"));
    Files.writeString(dir.resolve("etc/first-access-code"), code + "\n");
  }

  private static Logger auditLogger() {
    return (Logger) LoggerFactory.getLogger("weir.audit");
  }
}
