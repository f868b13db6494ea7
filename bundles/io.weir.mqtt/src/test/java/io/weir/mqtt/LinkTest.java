package io.weir.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.mqtt.LinkSettings.Version;
import io.weir.testing.Certificates;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.Mosquitto;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both versions against a real broker. */
class LinkTest {
  @TempDir private Path folder;
  private final List<Link> opened = new ArrayList<>();
  private @Nullable Mosquitto broker;

  /** What a link told, as text. */
  private static final class Told implements Link.Listener {
    final BlockingQueue<String> words = new LinkedBlockingQueue<>();
    final BlockingQueue<Received> messages = new LinkedBlockingQueue<>();

    @Override
    public void acknowledged(long ticket) {
      words.add("acknowledged " + ticket);
    }

    @Override
    public void refused(long ticket, boolean permanent, String reason) {
      words.add("refused " + ticket + ": " + reason);
    }

    @Override
    public void lost(String reason) {
      words.add("lost: " + reason);
    }

    @Override
    public void received(Received message) {
      messages.add(message);
    }

    String word() throws InterruptedException {
      return String.valueOf(words.poll(60, TimeUnit.SECONDS));
    }

    Received message() throws InterruptedException {
      Received message = messages.poll(60, TimeUnit.SECONDS);
      assertThat(message).as("a message; told: %s", words).isNotNull();
      return message;
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    opened.forEach(link -> link.close(true));
    if (broker != null) {
      broker.kill();
    }
  }

  private Mosquitto broker(String... lines) throws Exception {
    Mosquitto started = new Mosquitto(folder, lines).start();
    broker = started;
    return started;
  }

  private static LinkSettings settings(Mosquitto broker, String id, Version version) {
    return LinkSettings.to(Address.of("url", broker.url()), id).with(version);
  }

  private Link open(LinkSettings settings, Link.Listener told, @Nullable Will will)
      throws Exception {
    Link link = Link.of(settings, told);
    opened.add(link);
    link.connect(will);
    return link;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPublishedComes(Version version) throws Exception {
    Mosquitto at = broker();
    Told told = new Told();
    Link link = open(settings(at, "a", version), told, null);
    link.subscribe(Map.of("x/#", 1, "y", 0));
    link.publish(1, new Publication("x/ü", bytes("one"), 1, false, "text/plain", Map.of("k", "v")));
    link.publish(2, new Publication("y", bytes("two"), 0, false));
    assertThat(List.of(told.word(), told.word()))
        .containsExactlyInAnyOrder("acknowledged 1", "acknowledged 2");
    Received one = told.message();
    Received two = told.message();
    assertThat(List.of(one.topic(), two.topic())).containsExactlyInAnyOrder("x/ü", "y");
    one.receipt().run();
    two.receipt().run();
  }

  @ParameterizedTest
  @EnumSource
  void theWillIsTheOneOfThisConnect(Version version) throws Exception {
    Mosquitto at = broker();
    Told cloud = new Told();
    open(settings(at, "cloud", Version.V5), cloud, null).subscribe(Map.of("will/#", 1));
    for (String name : List.of("first", "second")) {
      Link link =
          open(
              settings(at, "a", version),
              new Told(),
              new Will("will/" + name, bytes(name), true, "text/plain"));
      link.close(false);
      Received will = cloud.message();
      assertThat(will.topic()).isEqualTo("will/" + name);
      assertThat(new String(will.payload(), UTF_8)).isEqualTo(name);
      will.receipt().run();
    }
    Told told = new Told();
    Link polite = open(settings(at, "a", version), told, new Will("will/no", bytes("n"), true, ""));
    polite.publish(1, new Publication("will/done", bytes("done"), 1, false));
    assertThat(told.word()).isEqualTo("acknowledged 1");
    polite.close(true);
    assertThat(cloud.message().topic()).as("no will after a farewell").isEqualTo("will/done");
  }

  @ParameterizedTest
  @EnumSource
  void aKeptSessionSendsAgainWhatHasNoReceipt(Version version) throws Exception {
    Mosquitto at = broker();
    LinkSettings kept = settings(at, "a", version).withSession(3_600);
    Told first = new Told();
    Link link = open(kept, first, null);
    assertThat(link.isSessionPresent()).isFalse();
    link.subscribe(Map.of("x", 1));
    Link other = open(settings(at, "b", version), new Told(), null);
    for (String text : List.of("1", "2", "3")) {
      other.publish(1, new Publication("x", bytes(text), 1, false));
    }
    Received one = first.message();
    Received two = first.message();
    first.message();
    two.receipt().run(); // waits for that of the first
    one.receipt().run();
    link.close(true);
    Told second = new Told();
    Link again = open(kept, second, null);
    assertThat(again.isSessionPresent()).isTrue();
    assertThat(new String(second.message().payload(), UTF_8)).isEqualTo("3");
    other.publish(2, new Publication("x", bytes("4"), 1, false));
    assertThat(new String(second.message().payload(), UTF_8))
        .as("the subscription is still there")
        .isEqualTo("4");
  }

  /** The library would resend by an alias the broker has forgotten, and be thrown out for ever. */
  @Test
  void aKeptSessionThatPublishesByAliasSurvivesBrokenConnections() throws Exception {
    Mosquitto at = broker("max_topic_alias 10");
    LinkSettings kept = settings(at, "a", Version.V5).withSession(3_600);
    Told cloud = new Told();
    open(settings(at, "cloud", Version.V5), cloud, null).subscribe(Map.of("up/#", 0));
    for (int life = 0; life < 5; life++) {
      Told told = new Told();
      Link link = open(kept, told, null);
      if (life == 0) {
        link.subscribe(Map.of("down", 1));
      }
      for (int i = 0; i < 10; i++) {
        link.publish(i, new Publication("up/" + i % 2, bytes("x"), 1, false));
      }
      for (int i = 0; i < 10; i++) {
        cloud.message();
      }
      // What was published is acknowledged or not: whatever it is, the next life is a fresh one.
      link.publish(99, new Publication("down", bytes("request " + life), 1, false));
      String expected = "request " + life;
      String seen = "";
      // A receipt may have come too late for the last life: then its request comes again, first.
      while (!seen.equals(expected)) {
        Received request = told.message();
        seen = new String(request.payload(), UTF_8);
        request.receipt().run();
      }
      for (int i = 0; i < 8; i++) {
        link.publish(100 + i, new Publication("up/0", bytes("in flight"), 1, false));
      }
      link.close(false);
      cloud.messages.clear();
    }
    assertThat(at.log).noneMatch(line -> line.contains("rotocol error"));
    assertThat(at.log).anyMatch(line -> line.contains("a") && line.contains("PUBLISH"));
  }

  @Test
  void theWindowIsTheSmallerOfTheBrokersAndTheConfigured() throws Exception {
    Mosquitto at = broker("max_inflight_messages 5");
    assertThat(open(settings(at, "a", Version.V5), new Told(), null).window()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedSubscriptionIsNamed(Version version) throws Exception {
    Path rights = Files.writeString(folder.resolve("acl"), "topic readwrite mine/#\n");
    Mosquitto at = broker("acl_file " + rights);
    Link link = open(settings(at, "a", version), new Told(), null);
    link.subscribe(Map.of("mine/x", 1));
    if (version == Version.V5) {
      assertThatThrownBy(() -> link.subscribe(Map.of("x/+/#/y", 1)))
          .isInstanceOf(Link.RefusedException.class)
          .hasMessageContaining("x/+/#/y");
    } else {
      assertThatThrownBy(() -> link.subscribe(Map.of("x/+/#/y", 1)))
          .isInstanceOf(Link.RefusedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokerThatDiesIsALoss(Version version) throws Exception {
    Mosquitto at = broker();
    Told told = new Told();
    Link link = open(settings(at, "a", version), told, null);
    at.kill();
    assertThat(told.word()).startsWith("lost: ");
    assertThatThrownBy(() -> link.connect(null)).isInstanceOf(java.io.IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void aHostWithoutAnAddressIsNamed(Version version) {
    LinkSettings nowhere =
        LinkSettings.to(Address.of("url", "mqtt://broker.invalid"), "a").with(version);
    assertThatThrownBy(() -> open(nowhere, new Told(), null))
        .hasMessageContaining("no address is known for host broker.invalid");
  }

  @ParameterizedTest
  @EnumSource
  void thePasswordIsAskedForAtEachConnect(Version version) throws Exception {
    Path users = folder.resolve("users");
    Process made =
        new ProcessBuilder("mosquitto_passwd", "-b", "-c", users.toString(), "anna", "sesame")
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Mosquitto at = broker("allow_anonymous false", "password_file " + users);
    FakeSecretStore secrets = new FakeSecretStore();
    LinkSettings settings =
        settings(at, "a", version).withUser("anna", Password.of(secrets, "secret:p"));
    assertThatThrownBy(() -> open(settings, new Told(), null)).hasMessageContaining("secret:p");
    secrets.with("p", "wrong");
    assertThatThrownBy(() -> open(settings, new Told(), null))
        .hasMessageContaining("the broker says");
    secrets.with("p", "sesame");
    open(settings, new Told(), null);
  }

  @ParameterizedTest
  @EnumSource
  void theBrokerIsKnownByItsAuthorityItsCertificateOrItsKey(Version version) throws Exception {
    Certificates ours = Certificates.make(folder, "ours", "dns:elsewhere.example");
    Mosquitto at = broker(ours.lines());
    byte[] certificate;
    byte[] key;
    try (InputStream in = Files.newInputStream(ours.certificate())) {
      var read = CertificateFactory.getInstance("X.509").generateCertificate(in);
      certificate = read.getEncoded();
      key = read.getPublicKey().getEncoded();
    }
    LinkSettings settings =
        LinkSettings.to(Address.of("url", "mqtts://127.0.0.1:" + at.port), "a").with(version);
    open(settings.with(new Tls(null, Tls.pin(sha256(certificate)), null)), new Told(), null);
    open(settings.with(new Tls(null, Tls.pin(sha256(key)), null)), new Told(), null);
    String other = sha256(new byte[1]);
    assertThatThrownBy(
            () -> open(settings.with(new Tls(null, Tls.pin(other), null)), new Told(), null))
        .hasMessageContaining(sha256(key))
        .hasMessageContaining("pin");
    assertThatThrownBy(
            () -> open(settings.with(new Tls(ours.certificate(), "", null)), new Told(), null))
        .as("the name is not the host's")
        .hasMessageContaining("TLS");
  }

  /** Without this, messages of some size wait for each other. */
  @Test
  void socketsSendAtOnce() throws Exception {
    Mosquitto at = broker();
    try (Socket plain = Sockets.plain().createSocket();
        Socket tls = Sockets.of(Tls.SYSTEM).createSocket();
        Socket connected = Sockets.plain().createSocket("127.0.0.1", at.port)) {
      assertThat(plain.getTcpNoDelay()).isTrue();
      assertThat(tls.getTcpNoDelay()).isTrue();
      assertThat(connected.getTcpNoDelay()).isTrue();
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
