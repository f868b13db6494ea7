package io.weir.security.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.api.security.SecretStore;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceSecretStoreTest {
  private static final String SECRET = "correct horse battery staple";

  @TempDir Path folder;
  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private Path directory = Path.of("");
  private Path credentials = Path.of("");
  private @Nullable Path given;

  @BeforeEach
  void folders() throws IOException {
    directory = folder.resolve("data/security");
    credentials = Files.createDirectories(folder.resolve("credentials"));
    Files.createDirectories(folder.resolve("etc/devices"));
  }

  // What a component sees

  @Test
  void aSecretIsKeptOverARestartAndEncrypted() throws IOException {
    set(start(), "mqtt-password", SECRET);

    SecretStore next = start();

    assertThat(next.names()).containsExactly("mqtt-password");
    assertThat(text(next, "mqtt-password")).isEqualTo(SECRET);
    assertThat(next.resolveText("password", "secret:mqtt-password")).containsExactly(chars());
    assertThat(status().state()).isEqualTo(State.OK);
    for (Path file : files()) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .doesNotContain(SECRET)
          .doesNotContain("mqtt-password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void eachWriteHasANonceOfItsOwn() throws IOException {
    SecretStore store = start();
    set(store, "a", SECRET);
    byte[] first = Files.readAllBytes(directory.resolve("secrets"));
    set(store, "a", SECRET);

    assertThat(Files.readAllBytes(directory.resolve("secrets")))
        .isNotEqualTo(first)
        .hasSameSizeAs(first);
  }

  @Test
  void whatIsGivenOutAndTakenIsACopy() throws IOException {
    SecretStore store = start();
    byte[] value = SECRET.getBytes(UTF_8);
    store.set("a", value);
    Arrays.fill(value, (byte) 0);
    Arrays.fill(store.resolve("f", "secret:a"), (byte) 0);

    assertThat(text(store, "a")).isEqualTo(SECRET);
  }

  @Test
  void aPlainValueIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> start().resolve("password", "hunter2"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "password: 'a plain value' cannot be used; write \"secret:<name>\" and set the secret of"
                + " that name on the page Secrets or with 'weir secret set <name>'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter 2", "-a", ".a", "a/b", "../a", "ä", "a\n"})
  void aReferenceThatNamesNothingIsRefusedAndNotRepeated(String name) {
    assertThatThrownBy(() -> start().resolve("password", "secret:" + name))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("password: 'secret:...' cannot be used; write \"secret:<name>\"");
  }

  @Test
  void aMissingSecretIsNamedWithTheWayToSetIt() {
    assertThatThrownBy(() -> start().resolve("password", "secret:cloud"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "password: 'secret:cloud' cannot be used; there is no such secret; set it on the page"
                + " Secrets or with 'weir secret set cloud'");
  }

  @Test
  void bytesThatAreNoTextAreNotGivenAsText() throws IOException {
    SecretStore store = start();
    store.set("key", new byte[] {(byte) 0xC3, 0x28});

    assertThat(store.resolve("f", "secret:key")).containsExactly(0xC3, 0x28);
    assertThatThrownBy(() -> store.resolveText("f", "secret:key"))
        .hasMessage("f: 'secret:key' cannot be used; set a secret that is UTF-8 text");
  }

  @Test
  void namesSizesAndNumberAreBounded() throws IOException {
    SecretStore store = start();

    assertThatThrownBy(() -> store.set("a b", new byte[1])).hasMessageStartingWith("name: 'a b'");
    assertThatThrownBy(() -> store.set("a".repeat(65), new byte[1]))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> store.set("a", new byte[0])).hasMessageStartingWith("value: ");
    assertThatThrownBy(() -> store.set("a", new byte[SecretStore.MOST_BYTES + 1]))
        .hasMessageStartingWith("value: 'a secret of 16385 bytes'");
    for (int i = 0; i < SecretStore.MOST_SECRETS; i++) {
      store.set(("n" + i + "-".repeat(64)).substring(0, 64), new byte[SecretStore.MOST_BYTES]);
    }
    assertThatThrownBy(() -> store.set("one-more", new byte[1]))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("remove a secret first");
    assertThat(start().names()).hasSize(SecretStore.MOST_SECRETS);
  }

  @Test
  void aRemovedSecretIsGone() throws IOException {
    SecretStore store = start();
    set(store, "a", "1");
    set(store, "b", "2");

    assertThat(store.remove("a")).isTrue();
    assertThat(store.remove("a")).isFalse();
    assertThat(start().names()).containsExactly("b");
  }

  @Test
  void whoeverListensIsToldOfEachChange() throws IOException {
    SecretStore store = start();
    List<String> told = new ArrayList<>();
    SecretStore.Registration registration = store.onChange(told::add);

    set(store, "a", "1");
    set(store, "a", "2");
    store.remove("a");
    store.remove("a");
    registration.close();
    set(store, "b", "3");

    assertThat(told).containsExactly("a", "a", "a");
  }

  @Test
  void theDocumentsThatReferToASecretAreFound() throws IOException {
    Path etc = folder.resolve("etc");
    Files.writeString(
        etc.resolve("io.weir.uplink.mqtt~cloud.cfg.json"), "{\"password\": \"secret:cloud\"}");
    Files.writeString(
        etc.resolve("devices/meter.json"), "{\"a\":\"secret:cloud\",\"b\":[\"secret:other\"]}");
    Files.writeString(etc.resolve("notes.txt"), "\"secret:nobody\"");

    assertThat(start().references())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cloud", List.of("devices/meter.json", "io.weir.uplink.mqtt~cloud.cfg.json"),
                "other", List.of("devices/meter.json")));
  }

  // Damage

  @Test
  void everyFlippedBitIsDetected() throws IOException {
    set(start(), "a", SECRET);
    Path file = directory.resolve("secrets");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << bit);
        Files.write(file, bad);
        SecretStore store = start();
        assertThatThrownBy(() -> store.resolve("f", "secret:a"))
            .as("byte %d, bit %d", i, bit)
            .isInstanceOf(ConfigException.class);
        assertThat(status().state()).isNotEqualTo(State.OK);
        assertThat(kept(bad)).as("byte %d, bit %d: what was there is kept", i, bit).isTrue();
        clean();
      }
    }
    Files.write(file, good);
    assertThat(text(start(), "a")).isEqualTo(SECRET);
  }

  @Test
  void everyCutOffEndIsDetected() throws IOException {
    set(start(), "a", SECRET);
    Path file = directory.resolve("secrets");
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      Files.write(file, bad);
      assertThat(start().names()).as("length %d", length).isEmpty();
      assertThat(status().state()).isEqualTo(State.DEGRADED);
      assertThat(kept(bad)).isTrue();
      clean();
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertThat(start().names()).isEmpty();
    assertThat(status().state()).isEqualTo(State.DEGRADED);
  }

  @Test
  void aDamagedFileIsSetAsideAndSaidSoUntilItIsRemoved() throws IOException {
    set(start(), "a", SECRET);
    Files.writeString(directory.resolve("secrets"), "something else");

    SecretStore store = start();
    set(store, "b", "2");

    Path aside = aside().get(0);
    assertThat(aside).hasContent("something else");
    assertThat(status().message())
        .isEqualTo(
            "secrets that could not be opened were set aside as "
                + aside
                + "; set again what is missing, then remove the file");
    assertThat(start().names()).containsExactly("b");
    assertThat(status().state()).isEqualTo(State.DEGRADED);
    Files.delete(aside);
    start();
    assertThat(status().state()).isEqualTo(State.OK);
  }

  @Test
  void noFileThatWasSetAsideIsOverwritten() throws IOException {
    for (String content : List.of("one", "two", "three")) {
      clock.set(0);
      start();
      Files.writeString(directory.resolve("secrets"), content);
    }
    clock.set(0);
    start();

    assertThat(aside()).hasSize(3);
  }

  @Test
  void aFileOfANewerWeirIsLeftAlone() throws IOException {
    set(start(), "a", SECRET);
    Path file = directory.resolve("secrets");
    byte[] newer = Files.readAllBytes(file);
    newer[12] = 2;
    Files.write(file, newer);

    SecretStore store = start();

    assertThat(status().state()).isEqualTo(State.ERROR);
    assertThat(store.problem())
        .isEqualTo(file + ": it is of version 2, which this Weir does not know");
    assertThatThrownBy(() -> set(store, "b", "2")).isInstanceOf(IOException.class);
    assertThatThrownBy(store::rekey).isInstanceOf(IOException.class);
    assertThat(file).hasBinaryContent(newer);
  }

  // Keys

  @Test
  void withTheWrongKeyNothingIsWrittenAndTheRightOneHelpsAtOnce() throws IOException {
    set(start(), "a", SECRET);
    byte[] sealed = Files.readAllBytes(directory.resolve("secrets"));
    byte[] right = Files.readAllBytes(directory.resolve("secret-key"));
    key(directory.resolve("secret-key"));
    SecretStore store = start();
    List<String> told = new ArrayList<>();
    store.onChange(told::add);

    assertThat(status().state()).isEqualTo(State.ERROR);
    assertThat(status().message())
        .isEqualTo(
            directory.resolve("secrets")
                + ": no key that is there opens it; put its key back as the credential"
                + " weir.key or the file "
                + directory.resolve("secret-key")
                + ", or start anew without the secrets");
    assertThatThrownBy(() -> store.resolve("password", "secret:a"))
        .hasMessageStartingWith(
            "password: 'secret:a' cannot be used; the secrets cannot be opened");
    assertThatThrownBy(() -> set(store, "a", "2")).hasMessageContaining("no key that is there");
    assertThat(directory.resolve("secrets")).hasBinaryContent(sealed);

    Files.write(directory.resolve("secret-key"), right);
    assertThat(text(store, "a")).isEqualTo(SECRET);
    assertThat(told).containsExactly("a");
    assertThat(status().state()).isEqualTo(State.OK);
  }

  @Test
  void noKeyIsMadeWhileThereAreSecretsOfALostOne() throws IOException {
    set(start(), "a", SECRET);
    Files.delete(directory.resolve("secret-key"));

    start();

    assertThat(status().state()).isEqualTo(State.ERROR);
    assertThat(directory.resolve("secret-key")).doesNotExist();
  }

  @Test
  void secretsOfALostKeyAreSetAsideOnDemandOnly() throws IOException {
    set(start(), "a", SECRET);
    byte[] sealed = Files.readAllBytes(directory.resolve("secrets"));
    Files.delete(directory.resolve("secret-key"));
    SecretStore store = start();

    store.startAnew();

    assertThat(aside()).hasSize(1);
    assertThat(aside().get(0)).hasBinaryContent(sealed);
    set(store, "b", "2");
    assertThat(start().names()).containsExactly("b");
    assertThatThrownBy(store::startAnew).hasMessageContaining("the secrets are open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rwx------"})
  void aKeyFileThatIsNotItsOwnersAloneIsRefused(String rights) throws IOException {
    set(start(), "a", SECRET);
    Path file = directory.resolve("secret-key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

    SecretStore store = start();

    assertThat(store.names()).isEmpty();
    assertThat(status().state()).isEqualTo(State.ERROR);
    assertThat(status().message())
        .contains("the key " + file + " is not its owner's alone (" + rights + "); chmod 600 it");
    assertThatThrownBy(() -> set(store, "b", "2")).isInstanceOf(IOException.class);
    assertThatThrownBy(store::startAnew).hasMessageContaining("chmod 600");
    assertThat(aside()).isEmpty();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(store.names()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no key", "zz", "00112233"})
  void aKeyFileThatHoldsNoKeyIsNamedAndNotRepeated(String content) throws IOException {
    set(start(), "a", SECRET);
    Files.writeString(directory.resolve("secret-key"), content);

    start();

    assertThat(status().message())
        .contains("secret-key holds no key; write 64 hexadecimal digits")
        .doesNotContain("00112233");
  }

  @Test
  void aNewKeyEncryptsAllAnew() throws IOException {
    SecretStore store = start();
    set(store, "a", SECRET);
    byte[] before = Files.readAllBytes(directory.resolve("secret-key"));
    byte[] sealed = Files.readAllBytes(directory.resolve("secrets"));

    store.rekey();

    assertThat(directory.resolve("secret-key"))
        .satisfies(f -> assertThat(Files.readAllBytes(f)).isNotEqualTo(before));
    set(store, "b", "2");
    assertThat(start().names()).containsExactly("a", "b");
    assertThat(names()).containsExactlyInAnyOrder("secrets", "secret-key");
    Files.write(directory.resolve("secrets"), sealed);
    start();
    assertThat(status().message()).contains("no key that is there opens it");
  }

  @Test
  void aCredentialOfTheServiceManagerIsUsedAndNoKeyFileMade() throws IOException {
    given = credentials;
    key(credentials.resolve("weir.key"));
    set(start(), "a", SECRET);

    assertThat(names()).containsExactly("secrets");
    assertThat(text(start(), "a")).isEqualTo(SECRET);
    given = null;
    start();
    assertThat(status().state()).isEqualTo(State.ERROR);
  }

  @Test
  void aCredentialMayShowARightOfTheGroupButNoneOfOthers() throws IOException {
    given = credentials;
    Path file = credentials.resolve("weir.key");
    key(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    set(start(), "a", SECRET);
    assertThat(status().state()).isEqualTo(State.OK);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    start();
    assertThat(status().state()).isEqualTo(State.ERROR);
    assertThat(names()).containsExactly("secrets");
  }

  @Test
  void whenACredentialIsGivenTheSecretsMoveToItAndTheKeyFileGoes() throws IOException {
    set(start(), "a", SECRET);
    given = credentials;
    key(credentials.resolve("weir.key"));

    assertThat(text(start(), "a")).isEqualTo(SECRET);

    assertThat(names()).containsExactly("secrets");
    assertThat(text(start(), "a")).isEqualTo(SECRET);
  }

  @Test
  void aCredentialIsChangedByGivingTheOldOneOnceMore() throws IOException {
    given = credentials;
    key(credentials.resolve("weir.key"));
    SecretStore store = start();
    set(store, "a", SECRET);
    assertThatThrownBy(store::rekey).hasMessageContaining("weir.key.old");

    Files.move(credentials.resolve("weir.key"), credentials.resolve("weir.key.old"));
    key(credentials.resolve("weir.key"));
    assertThat(text(start(), "a")).isEqualTo(SECRET);
    Files.delete(credentials.resolve("weir.key.old"));
    assertThat(text(start(), "a")).isEqualTo(SECRET);
  }

  @Test
  void aCredentialThatIsNoKeyIsNotReplacedByAKeyFile() throws IOException {
    given = credentials;
    Files.writeString(credentials.resolve("weir.key"), "oops");
    Files.setPosixFilePermissions(
        credentials.resolve("weir.key"), PosixFilePermissions.fromString("r--------"));

    start();

    assertThat(status().state()).isEqualTo(State.ERROR);
    assertThat(status().message()).contains("weir.key holds no key").doesNotContain("oops");
    assertThat(names()).isEmpty();
  }

  // Faults of the disk

  @Test
  void aFailedWriteLeavesWhatWasThere() throws IOException {
    set(start(), "a", "1");
    for (FaultySteps.Fault fault : FaultySteps.Fault.values()) {
      FaultySteps steps = new FaultySteps();
      SecretStore store = start(steps);
      steps.fail(fault, 1);

      boolean written = fault == FaultySteps.Fault.FORCE;
      assertThatThrownBy(() -> set(store, "a", "2"))
          .as("%s", fault)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(written ? "was written, but" : FaultySteps.REASON);

      assertThat(text(store, "a")).as("%s", fault).isEqualTo(written ? "2" : "1");
      assertThat(names()).containsExactlyInAnyOrder("secrets", "secret-key");
      assertThat(text(start(), "a")).as("%s", fault).isEqualTo(written ? "2" : "1");
      set(start(), "a", "1");
    }
  }

  @Test
  void aFailedRemovalLeavesTheSecret() throws IOException {
    set(start(), "a", "1");
    FaultySteps steps = new FaultySteps();
    SecretStore store = start(steps);
    List<String> told = new ArrayList<>();
    store.onChange(told::add);
    steps.fail(FaultySteps.Fault.MOVE, 1);

    assertThatThrownBy(() -> store.remove("a")).hasMessage(FaultySteps.REASON);

    assertThat(store.names()).containsExactly("a");
    assertThat(told).isEmpty();
  }

  @Test
  void aChangeOfTheKeyThatStopsAnywhereLosesNothing() throws IOException {
    for (FaultySteps.Fault fault : FaultySteps.Fault.values()) {
      for (int at = 1; at <= 3; at++) {
        set(start(), "a", SECRET);
        FaultySteps steps = new FaultySteps();
        SecretStore store = start(steps);
        steps.fail(fault, at);
        boolean failed = false;
        try {
          store.rekey();
        } catch (IOException e) {
          failed = true;
        }
        assertThat(failed).as("%s %d", fault, at).isEqualTo(steps.hasFailed());
        assertThat(text(store, "a")).as("%s %d, running", fault, at).isEqualTo(SECRET);
        assertThat(text(start(), "a")).as("%s %d, restarted", fault, at).isEqualTo(SECRET);
        assertThat(names()).containsExactlyInAnyOrder("secrets", "secret-key");
        assertThat(status().state()).isEqualTo(State.OK);
      }
    }
  }

  @Test
  void aMoveToACredentialThatFailsIsSaidAndDoneLater() throws IOException {
    set(start(), "a", SECRET);
    given = credentials;
    key(credentials.resolve("weir.key"));
    FaultySteps steps = new FaultySteps();
    steps.fail(FaultySteps.Fault.MOVE, 1);

    assertThat(text(start(steps), "a")).isEqualTo(SECRET);
    assertThat(status().state()).isEqualTo(State.DEGRADED);
    assertThat(status().message())
        .isEqualTo("the change of the key is not done: " + FaultySteps.REASON);

    assertThat(text(start(), "a")).isEqualTo(SECRET);
    assertThat(status().state()).isEqualTo(State.OK);
    assertThat(names()).containsExactly("secrets");
  }

  @Test
  void aDirectoryThatCannotBeUsedIsSaid() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(directory, "a file");

    SecretStore store = start();

    assertThat(status().state()).isEqualTo(State.ERROR);
    assertThatThrownBy(() -> set(store, "a", "1")).isInstanceOf(IOException.class);
  }

  private SecretStore start() {
    return start(new FileSteps());
  }

  private SecretStore start(FileSteps steps) {
    clock.advance(Duration.ofSeconds(1));
    return new DeviceSecretStore(
        directory,
        folder.resolve("etc"),
        new KeyRing(directory, given, steps, new SecureRandom()),
        steps,
        clock,
        board);
  }

  private PartStatus status() {
    return board.get("secrets");
  }

  private static void set(SecretStore store, String name, String value) throws IOException {
    store.set(name, value.getBytes(UTF_8));
  }

  private static String text(SecretStore store, String name) {
    return new String(store.resolve("field", "secret:" + name), UTF_8);
  }

  private static char[] chars() {
    return SECRET.toCharArray();
  }

  private static void key(Path file) throws IOException {
    Files.deleteIfExists(file);
    PrivateFiles.create(file, SealingKey.random(new SecureRandom()).text());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  private List<String> names() throws IOException {
    return files().stream().map(file -> file.getFileName().toString()).toList();
  }

  private List<Path> aside() throws IOException {
    return files().stream().filter(file -> file.toString().contains("set-aside")).toList();
  }

  /** Whether bytes are still in a file of secrets or one that was set aside. */
  private boolean kept(byte[] bytes) throws IOException {
    for (Path file : files()) {
      if (Arrays.equals(Files.readAllBytes(file), bytes)) {
        return true;
      }
    }
    return false;
  }

  private void clean() throws IOException {
    for (Path file : aside()) {
      Files.delete(file);
    }
  }
}
