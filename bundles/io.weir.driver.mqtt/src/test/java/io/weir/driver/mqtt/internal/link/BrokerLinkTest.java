package io.weir.driver.mqtt.internal.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.Batch;
import io.weir.testing.Certificates;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.Mosquitto;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
@Timeout(180)
class BrokerLinkTest {
  private static final int PATIENCE = 30_000;
  private static final Limits LIMITS = Limits.of(30_000, 30, 4_096, 1_024);

  @TempDir private Path folder;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final FakeClock clock = new FakeClock();
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch woken = new CountDownLatch(1);
  private @Nullable Mosquitto broker;

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    if (broker != null) {
      broker.kill();
    }
  }

  @Test
  void whatIsPublishedComes() throws Exception {
    BrokerLink link = open(broker(), login("a", "clean"), LIMITS);
    link.subscribe(Map.of("x/#", 0));
    clock.set(77);
    link.publish("x/ü y", "hello".getBytes(UTF_8), 0, false, PATIENCE);
    Incoming message = next(link);
    assertThat(message.topic()).isEqualTo("x/ü y");
    assertThat(new String(message.payload(), UTF_8)).isEqualTo("hello");
    assertThat(message.micros()).isEqualTo(77);
    assertThat(message.receipt()).isNull();
    assertThat(woken.await(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
  }

  @Test
  void withoutAReceiptAMessageComesAgain() throws Exception {
    Mosquitto at = broker();
    BrokerLink first = open(at, login("a", "persistent"), LIMITS);
    assertThat(first.isSessionPresent()).isFalse();
    first.subscribe(Map.of("x", 1));
    first.publish("x", new byte[] {1}, 1, false, PATIENCE);
    first.publish("x", new byte[] {2}, 1, false, PATIENCE);
    first.publish("x", new byte[] {3}, 1, false, PATIENCE);
    Incoming one = next(first);
    Incoming two = next(first);
    next(first);
    // The second first: it may be acknowledged after the first only.
    Batch batch = new Batch(1);
    two.acknowledgeWith(batch);
    batch.takeReceipts().forEach(receipt -> receipt.done(true));
    first.close();

    BrokerLink second = open(at, login("a", "persistent"), LIMITS);
    assertThat(second.isSessionPresent()).isTrue();
    List<Incoming> again = List.of(next(second), next(second), next(second));
    assertThat(again)
        .extracting(message -> message.payload()[0])
        .containsExactly((byte) 1, (byte) 2, (byte) 3);
    assertThat(one.payload()).containsExactly(1);
    again.get(1).dismiss();
    again.get(0).dismiss();
    // Sent behind the acknowledgements: once it is answered they are with the broker.
    second.publish("y", new byte[0], 1, false, PATIENCE);
    second.close();

    BrokerLink third = open(at, login("a", "persistent"), LIMITS);
    assertThat(next(third).payload()).containsExactly(3);
    third.publish("x", new byte[] {4}, 1, false, PATIENCE);
    assertThat(next(third).payload()).containsExactly(4);
  }

  @Test
  void whatCannotBeRecordedIsAskedForAgain() throws Exception {
    Mosquitto at = broker();
    BrokerLink first = open(at, login("a", "persistent"), LIMITS);
    first.subscribe(Map.of("x", 1));
    first.publish("x", new byte[] {1}, 1, false, PATIENCE);
    Batch.Receipt receipt = next(first).receipt();
    assertNotNull(receipt);
    receipt.done(false);
    assertThatThrownBy(first::poll)
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("could not be recorded");
    first.close();
    assertThat(next(open(at, login("a", "persistent"), LIMITS)).payload()).containsExactly(1);
  }

  @Test
  void aCleanSessionKeepsNothing() throws Exception {
    Mosquitto at = broker();
    BrokerLink first = open(at, login("a", "clean"), LIMITS);
    first.subscribe(Map.of("x", 1));
    first.close();
    BrokerLink second = open(at, login("a", "clean"), LIMITS);
    assertThat(second.isSessionPresent()).isFalse();
    second.publish("x", new byte[] {1}, 1, false, PATIENCE);
    second.subscribe(Map.of("x", 1));
    second.publish("x", new byte[] {2}, 1, false, PATIENCE);
    assertThat(next(second).payload()).containsExactly(2);
  }

  @Test
  void aSubscriptionTakenBackIsSilent() throws Exception {
    BrokerLink link = open(broker(), login("a", "clean"), LIMITS);
    link.subscribe(Map.of("x", 0, "y", 0));
    link.unsubscribe(List.of("x"));
    link.publish("x", new byte[] {1}, 1, false, PATIENCE);
    link.publish("y", new byte[] {2}, 1, false, PATIENCE);
    assertThat(next(link).topic()).isEqualTo("y");
  }

  @Test
  void aFloodIsDroppedAndSaid() throws Exception {
    BrokerLink link = open(broker(), login("a", "clean"), Limits.of(30_000, 30, 128, 64));
    link.subscribe(Map.of("x/#", 0));
    for (int i = 0; i < 400; i++) {
      link.publish("x/" + i % 4, new byte[] {1}, 0, false, PATIENCE);
    }
    // Behind them all on the same connection: once this is there, nothing of them is under way.
    link.subscribe(Map.of("end", 1));
    link.publish("x/last", new byte[] {1}, 1, false, PATIENCE);
    int seen = 0;
    while (seen + dropped.sum() < 401) {
      seen += link.poll(100) == null ? 0 : 1;
    }
    assertThat(seen).isGreaterThanOrEqualTo(128);
    if (dropped.sum() > 0) {
      assertThat(link.takeLosses().isEmpty()).isFalse();
    }
    assertThat(link.takeLosses()).isEqualTo(Losses.NONE);
  }

  @Test
  void aMessageTooLargeIsKeptAwayByTheBroker() throws Exception {
    Mosquitto at = broker();
    BrokerLink link = open(at, login("a", "clean"), Limits.of(30_000, 30, 128, 64));
    link.subscribe(Map.of("x", 0));
    BrokerLink other = open(at, login("b", "clean"), Limits.of(30_000, 30, 128, 16_384));
    other.publish("x", new byte[10 << 20], 1, false, PATIENCE);
    other.publish("x", new byte[] {1}, 1, false, PATIENCE);
    assertThat(next(link).payload()).containsExactly(1);
  }

  @Test
  void whatTheBrokerForbidsIsSaid() throws Exception {
    Path acl = Files.writeString(folder.resolve("acl"), "topic readwrite open/#\n");
    BrokerLink link = open(start("acl_file " + acl), login("a", "clean"), LIMITS);
    assertThatThrownBy(() -> link.publish("shut", new byte[1], 1, false, PATIENCE))
        .isInstanceOfSatisfying(RejectedException.class, e -> assertThat(e.code()).isEqualTo(0x87))
        .hasMessageContaining("not authorized");
    link.subscribe(Map.of("open/a", 0));
    link.publish("open/a", new byte[] {5}, 1, false, PATIENCE);
    assertThat(next(link).payload()).containsExactly(5);
  }

  @Test
  void aWrongPasswordIsSaid() throws Exception {
    Path passwords = Files.createFile(folder.resolve("passwords"));
    Process made =
        new ProcessBuilder("mosquitto_passwd", "-b", passwords.toString(), "weir", "right")
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    Mosquitto at = start("allow_anonymous false", "password_file " + passwords);
    FakeSecretStore secrets = new FakeSecretStore();
    secrets.set("good", "right".getBytes(UTF_8));
    secrets.set("bad", "wrong".getBytes(UTF_8));
    open(at, Login.of("a", "weir", "secret:good", "clean", secrets), LIMITS);
    Login wrong = Login.of("b", "weir", "secret:bad", "clean", secrets);
    assertThatThrownBy(() -> open(at, wrong, LIMITS))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("password");
    Login missing = Login.of("c", "weir", "secret:none", "clean", secrets);
    assertThatThrownBy(() -> open(at, missing, LIMITS))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("secret:none");
  }

  @Test
  void theBrokerIsKnownByItsAuthorityOrItsPin() throws Exception {
    Certificates certificates = Certificates.make(folder, "broker", "ip:127.0.0.1");
    Certificates strange = Certificates.make(folder, "strange", "dns:elsewhere.example");
    Mosquitto at = start(certificates.lines());
    String ca = certificates.certificate().toString();
    open(tls(at, ca, ""), login("a", "clean"));
    open(tls(at, "", pin(certificates)), login("b", "clean"));
    assertThatThrownBy(
            () -> open(tls(at, strange.certificate().toString(), ""), login("c", "clean")))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("TLS");
    assertThatThrownBy(() -> open(tls(at, "", pin(strange)), login("d", "clean")))
        .hasMessageContaining(pin(certificates));
    assertThatThrownBy(() -> open(tls(at, "", ""), login("e", "clean")))
        .hasMessageContaining("TLS");
  }

  @Test
  void aCertificateOfAnotherNameIsTrustedByItsPinAlone() throws Exception {
    Certificates strange = Certificates.make(folder, "strange", "dns:elsewhere.example");
    Mosquitto at = start(strange.lines());
    open(tls(at, "", pin(strange)), login("a", "clean"));
    String ca = strange.certificate().toString();
    assertThatThrownBy(() -> open(tls(at, ca, ""), login("b", "clean")))
        .isInstanceOf(ConnectionException.class);
  }

  @Test
  void theEndOfTheBrokerIsNoticed() throws Exception {
    Mosquitto at = broker();
    BrokerLink link = open(at, login("a", "clean"), LIMITS);
    at.kill();
    assertThat(woken.await(PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
    assertThatThrownBy(link::poll).isInstanceOf(ConnectionException.class);
    assertThatThrownBy(() -> link.publish("x", new byte[0], 1, false, PATIENCE))
        .isInstanceOf(ConnectionException.class);
    assertThatThrownBy(() -> open(at, login("a", "clean"), LIMITS))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("refused");
  }

  @Test
  void aBrokerThatSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Server server = server(silent.getLocalPort());
      Limits brief = Limits.of(200, 30, 128, 64);
      assertThatThrownBy(() -> open(server, login("a", "clean"), brief))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("within 200 ms");
    }
  }

  @Test
  void anInterruptEndsTheConnection() throws Exception {
    BrokerLink link = open(broker(), login("a", "clean"), LIMITS);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> link.poll(PATIENCE))
        .isInstanceOf(ConnectionException.class)
        .hasCauseInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(link::check).isInstanceOf(ConnectionException.class);
  }

  private Mosquitto broker() throws Exception {
    return start();
  }

  private Mosquitto start(String... lines) throws Exception {
    broker = new Mosquitto(folder, lines).start();
    return broker;
  }

  private Login login(String id, String session) {
    return Login.of(id, "", "", session, new FakeSecretStore());
  }

  private Server server(int port) {
    return Server.of("127.0.0.1", port, false, "", "", folder);
  }

  private Server tls(Mosquitto at, String ca, String pin) {
    return Server.of("127.0.0.1", at.port, true, ca, pin, folder);
  }

  private static String pin(Certificates certificates) throws Exception {
    try (var in = Files.newInputStream(certificates.certificate())) {
      byte[] der = CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    }
  }

  private BrokerLink open(Mosquitto at, Login login, Limits limits) throws Exception {
    return open(server(at.port), login, limits);
  }

  private BrokerLink open(Server server, Login login) throws Exception {
    return open(server, login, LIMITS);
  }

  private BrokerLink open(Server server, Login login, Limits limits) throws Exception {
    BrokerLink link = BrokerLink.open(server, login, limits, clock, woken::countDown, dropped);
    opened.add(link);
    return link;
  }

  private static Incoming next(BrokerLink link) throws ConnectionException {
    Incoming message = link.poll(PATIENCE);
    assertNotNull(message);
    return message;
  }
}
