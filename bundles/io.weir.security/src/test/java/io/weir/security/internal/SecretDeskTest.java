package io.weir.security.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.runtime.State;
import io.weir.api.security.SecretStore;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretDeskTest {
  @TempDir Path folder;
  private final FakeSecretStore store = new FakeSecretStore();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private Path provisioned = Path.of("");
  private Path requests = Path.of("");
  private @Nullable SecretDesk desk;

  @BeforeEach
  void folders() throws IOException {
    provisioned = Files.createDirectories(folder.resolve("etc/secrets"));
    requests = folder.resolve("run/secrets");
  }

  @AfterEach
  void stop() throws IOException {
    if (desk != null) {
      desk.stop();
    }
  }

  @Test
  void aSecretIsSetListedAndRemoved() throws Exception {
    start();
    store.references.put("a", List.of("one.cfg.json", "two.cfg.json"));
    store.references.put("missing", List.of("three.cfg.json"));

    assertThat(ask("set a\nsesame\n")).isEqualTo("ok\na is set; write \"secret:a\" to use it\n");
    assertThat(store.resolve("f", "secret:a")).isEqualTo("sesame".getBytes(UTF_8));
    assertThat(ask("list\n"))
        .isEqualTo(
            """
            ok
            a  used by one.cfg.json, two.cfg.json
            missing  NOT SET  used by three.cfg.json
            """);
    assertThat(ask("remove a\n")).isEqualTo("ok\na is removed\n");
    assertThat(ask("remove a\n")).startsWith("failed\nthere is no secret 'a'");
    assertThat(store.names()).isEmpty();
    assertThat(left()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "set a|sesame|,             sesame",
    "set a|sesame,              sesame",
    "set a|sesame||,            sesame|",
    "set a|sesame^|,            sesame",
    "set a|two|lines|,          two|lines",
    "set-exact a|sesame|,       sesame|",
    "set-exact a| ^|,           ' ^|'",
  })
  void oneLineEndAtTheEndIsNotOfTheSecretUnlessItShallBe(String request, String secret)
      throws Exception {
    start();

    assertThat(ask(lines(request))).startsWith("ok\n");

    assertThat(new String(store.resolve("f", "secret:a"), UTF_8)).isEqualTo(lines(secret));
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "set",
    "set|sesame",
    "set a b|sesame",
    "set ../a|sesame",
    "get a",
    "remove",
  })
  void anythingElseIsRefused(String request) throws Exception {
    start();

    assertThat(ask(lines(request))).startsWith("failed\n").doesNotContain("sesame");

    assertThat(store.names()).isEmpty();
  }

  @Test
  void aSecretThatIsTooLongIsRefused() throws Exception {
    start();

    assertThat(ask("set a\n" + "x".repeat(20_000))).startsWith("failed\nthe secret is too long");

    assertThat(left()).isEmpty();
  }

  @Test
  void requestsOfBeforeTheStartAreForgotten() throws Exception {
    Files.createDirectories(requests);
    Files.writeString(requests.resolve("1.request"), "set old\nsesame");
    Files.writeString(requests.resolve("1.part"), "set old\nsesame");

    start();

    assertThat(left()).isEmpty();
    assertThat(ask("list\n")).isEqualTo("ok\nThere is no secret\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(requests)))
        .isEqualTo("rwx------");
  }

  @Test
  void provisionedSecretsAreTakenOnceAndTheirFilesDeleted() throws Exception {
    Files.writeString(provisioned.resolve("mqtt.password.secret"), "sesame\n");
    Files.writeString(provisioned.resolve("README"), "not one");

    start();

    assertThat(store.resolve("f", "secret:mqtt.password")).isEqualTo("sesame\n".getBytes(UTF_8));
    assertThat(provisioned).isDirectoryNotContaining("glob:**.secret");
    assertThat(board.get("secrets/files").state()).isEqualTo(State.OK);
  }

  @Test
  void aProvisionedSecretThatCannotBeTakenStaysAndIsNamed() throws Exception {
    Path bad = Files.writeString(provisioned.resolve("not a name.secret"), "sesame");
    Path large = provisioned.resolve("large.secret");
    Files.write(large, new byte[SecretStore.MOST_BYTES + 1]);

    start();

    assertThat(bad).exists();
    assertThat(large).exists();
    assertThat(board.get("secrets/files").state()).isEqualTo(State.DEGRADED);
    assertThat(board.get("secrets/files").message())
        .contains(bad + " is not taken: name: 'not a name' cannot be used")
        .contains(large + " is not taken: it has more than 16384 bytes")
        .doesNotContain("sesame");
  }

  private void start() throws IOException {
    desk = new SecretDesk(provisioned, requests, store, board);
  }

  private static String lines(String text) {
    return text.replace('|', '\n').replace('^', '\r');
  }

  /** Asks as the command does. */
  private String ask(String request) throws IOException {
    Path part = Files.writeString(requests.resolve("7.part"), request);
    Path answer = requests.resolve("7.answer");
    Files.move(part, requests.resolve("7.request"), StandardCopyOption.ATOMIC_MOVE);
    long end = System.nanoTime() + 60_000_000_000L;
    while (!Files.exists(answer)) {
      assertThat(System.nanoTime()).as("an answer in time").isLessThan(end);
      Thread.onSpinWait();
    }
    String text = Files.readString(answer);
    Files.delete(answer);
    return text;
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.list(requests)) {
      return all.toList();
    }
  }
}
