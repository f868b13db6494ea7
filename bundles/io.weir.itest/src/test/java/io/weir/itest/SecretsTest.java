package io.weir.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The life of a password in the gateway as it ships; and that it is nowhere to be read. */
class SecretsTest {
  private static final String FIRST = "first-tagtraum-4711";
  private static final String SECOND = "second-wolkenlos-0815";
  private static final String PLAIN = "plain-by-mistake-2323";
  private static final List<String> ANSWERS =
      List.of(
          "hello",
          "session",
          "status",
          "devices",
          "devices/boiler/document",
          "connections",
          "uplinks",
          "secrets",
          "rules",
          "events",
          "journal",
          "live");

  @Test
  void aPasswordIsUsedAndNowhereToBeRead() throws Exception {
    try (Site site = new Site("secrets", "100ms")) {
      int port = Peer.freePort();
      Path users = users(site.directory, FIRST);
      try (Peer broker = broker(site.directory, users, port)) {
        site.gateway.write(
            "io.weir.uplink.mqtt~private.cfg.json",
            """
            { "url": "mqtt://127.0.0.1:%d", "username": "anna", "password": "secret:cloud" }
            """
                .formatted(port));
        site.gateway.write("secrets/spare.secret", SECOND);
        site.gateway.start();
        Api api = new Api(site.gateway).signIn();
        assertThat(broker.process().isAlive()).isTrue();

        Eventually.until("a reason", () -> message(api).contains("there is no such secret"));
        assertThat(site.gateway.etc().resolve("secrets/spare.secret")).doesNotExist();
        assertThat(names(api)).containsExactly("cloud false", "spare true");

        assertThat(weir(site, FIRST + "\n", "secret", "set", "cloud"))
            .isEqualTo("0 cloud is set; write \"secret:cloud\" to use it\n");
        Eventually.until("a connection", () -> isConnected(api));
        assertThat(weir(site, "", "secret", "list"))
            .isEqualTo("0 cloud  used by io.weir.uplink.mqtt~private.cfg.json\nspare  not used\n");
        assertThat(weir(site, "", "secret", "remove", "nobody"))
            .startsWith("1 there is no secret 'nobody'");

        set(api, SECOND);
        Eventually.until(
            "a broker that does not know it", () -> message(api).contains("the broker says"));
        set(api, FIRST);
        Eventually.until("a connection again", () -> isConnected(api));

        assertThat(weir(site, "", "secret", "rekey"))
            .isEqualTo("0 A new key encrypts the secrets\n");
        site.gateway.stop();
        site.gateway.start();
        Api next = new Api(site.gateway).signIn();
        Eventually.until("a connection after the restart", () -> isConnected(next));

        site.gateway.write(
            "io.weir.uplink.mqtt~private.cfg.json",
            """
            { "url": "mqtt://127.0.0.1:%d", "username": "anna", "password": "%s" }
            """
                .formatted(port, PLAIN));
        String refused = "config/io.weir.uplink.mqtt~private";
        Eventually.until(
            "a refusal",
            () ->
                next.part(refused).path("message").asText().contains("password: 'a plain value'"));
        assertNotIn("the answers", answers(next), PLAIN);
        assertNotIn("the log", log(site), PLAIN);

        for (String secret : List.of(FIRST, SECOND)) {
          assertNotIn("the answers", answers(next), secret);
          assertNotIn("the backup", backup(next), secret);
          assertNotIn("the log", log(site), secret);
          for (Path file : files(site.gateway.data(), site.gateway.etc())) {
            assertNotIn(file.toString(), Files.readString(file, ISO_8859_1), secret);
          }
        }
        assertThat(answers(next)).contains("spare");
        assertThat(backup(next)).contains("\"plant\"").doesNotContain("WEIR-SECRETS");
        assertThat(log(site)).contains("secret-set user=local name=cloud");
        assertThat(weir(site, "", "secret", "remove", "spare")).startsWith("0 ");
        site.gateway.stop();
        assertThat(weir(site, SECOND, "secret", "set", "late"))
            .startsWith("2 weir: gets no answer");
        for (Path file : files(site.gateway.data())) {
          assertNotIn(file.toString(), Files.readString(file, ISO_8859_1), SECOND);
        }
      }
    }
  }

  private static void set(Api api, String secret) throws Exception {
    api.change("PUT", "secrets/cloud", "application/octet-stream", secret, 204);
  }

  private static Path users(Path directory, String password) throws Exception {
    Path users = directory.resolve("users");
    Process made =
        new ProcessBuilder("mosquitto_passwd", "-b", "-c", users.toString(), "anna", password)
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return users;
  }

  private static Peer broker(Path directory, Path users, int port) throws IOException {
    Path settings =
        Files.writeString(
            directory.resolve("private.conf"),
            "listener %d 127.0.0.1\nallow_anonymous false\npassword_file %s\nuser root\n"
                .formatted(port, users));
    return Peer.start(
        directory, "private-broker", List.of("/usr/sbin/mosquitto", "-c", settings.toString()));
  }

  /** Exit code, a space, and all that the command says. */
  private static String weir(Site site, String input, String... words) throws Exception {
    Process command =
        new ProcessBuilder(site.gateway.command(words)).redirectErrorStream(true).start();
    try (var in = command.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    }
    String said = new String(command.getInputStream().readAllBytes(), UTF_8);
    assertThat(command.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return command.exitValue() + " " + said;
  }

  private static String message(Api api) throws Exception {
    return api.part("uplink/private").path("message").asText();
  }

  private static boolean isConnected(Api api) throws Exception {
    return api.part("uplink/private").at("/counters/connected").asLong() == 1;
  }

  private static List<String> names(Api api) throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode each : api.get("secrets").get("secrets")) {
      names.add(each.get("name").asText() + " " + each.get("set").asBoolean());
    }
    return names;
  }

  private static String answers(Api api) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String path : ANSWERS) {
      all.append(api.get(path));
    }
    return all.toString();
  }

  /** All that is in a backup, one entry after the other. */
  private static String backup(Api api) throws Exception {
    StringBuilder all = new StringBuilder();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(api.bytes("backup")))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        all.append(entry.getName()).append('\n').append(new String(zip.readAllBytes(), ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static String log(Site site) throws IOException {
    return Files.readString(site.directory.resolve("gateway.log"), ISO_8859_1);
  }

  private static List<Path> files(Path... directories) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path directory : directories) {
      try (Stream<Path> all = Files.walk(directory)) {
        all.filter(Files::isRegularFile).forEach(found::add);
      }
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  /** Neither as it is nor in a form that is as good. */
  private static void assertNotIn(String what, String text, String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    for (String form :
        List.of(
            secret,
            Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, 20),
            HexFormat.of().formatHex(bytes))) {
      assertThat(text.contains(form)).as(what + " with a secret in it").isFalse();
    }
  }
}
