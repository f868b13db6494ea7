package io.weir.driver.coap.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.ConnectionException;
import io.weir.api.model.ConfigException;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.driver.coap.internal.RowTimes.RowTime;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeSecretStore;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small parts, one by one. */
class PartsTest {
  private static final byte UNCERTAIN = Quality.uncertain(Reason.CLOCK);

  private static final Keys NO_KEYS = Keys.of(new FakeSecretStore());

  private final FakeClock clock = new FakeClock();

  @TempDir private Path directory;

  @Test
  void aPeerComesAsOftenAsItsRateAllows() {
    RateLimit rate = new RateLimit(clock, 2, 3, 2);
    assertThat(List.of(rate.admits("a"), rate.admits("a"), rate.admits("a"), rate.admits("a")))
        .containsExactly(true, true, true, false);
    assertThat(rate.admits("b")).isTrue();
    assertThat(rate.admits("c")).as("no place").isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(List.of(rate.admits("a"), rate.admits("a"), rate.admits("a")))
        .containsExactly(true, true, false);
    clock.advance(Duration.ofSeconds(61));
    assertThat(rate.admits("c")).as("the place of one that is silent").isTrue();
    assertThat(rate.peers()).isEqualTo(2);
  }

  @Test
  void timesOfThePastAreKept() {
    clock.advance(Duration.ofHours(3));
    RowTimes times = new RowTimes(clock, 3_600);
    long now = clock.micros();
    double epoch = clock.epochMicros() / 1e6;

    assertThat(times.of(Double.NaN)).isEqualTo(new RowTime(now, Quality.GOOD));
    assertThat(times.of(-30)).isEqualTo(new RowTime(now - 30_000_000, Quality.GOOD));
    assertThat(times.of(epoch - 60).quality()).isEqualTo(Quality.GOOD);
    assertThat(times.of(epoch - 60).micros()).isBetween(now - 60_000_001, now - 59_999_999);
    assertThat(times.of(epoch + 30)).isEqualTo(new RowTime(now, Quality.GOOD));
    assertThat(times.of(-3_601)).isEqualTo(new RowTime(now, UNCERTAIN));
    assertThat(times.of(epoch + 600)).isEqualTo(new RowTime(now, UNCERTAIN));
    assertThat(times.of(1e12)).isEqualTo(new RowTime(now, UNCERTAIN));
    clock.offset(1, FakeClock.DEFAULT_OFFSET, false);
    assertThat(times.of(epoch - 60)).isEqualTo(new RowTime(now, UNCERTAIN));
  }

  @Test
  void aTimeBeforeTheBootCannotBeKept() {
    assertThat(new RowTimes(clock, 3_600).of(-30)).isEqualTo(new RowTime(1_000_000, UNCERTAIN));
  }

  @Test
  void namesOfRecordsBecomePathsOfResources() {
    assertThat(Ingest.resource("meter", "", "meter/temp")).isEqualTo("temp");
    assertThat(Ingest.resource("meter", "", "meter:temp")).isEqualTo("temp");
    assertThat(Ingest.resource("meter", "", "meters")).isEqualTo("meters");
    assertThat(Ingest.resource("meter", "", "temp")).isEqualTo("temp");
    assertThat(Ingest.resource("meter", "temp", "")).isEqualTo("temp");
    assertThat(Ingest.resource("meter", "temp", "meter/temp")).isEqualTo("temp");
    assertThat(Ingest.resource("meter", "temp", "temp/max")).isEqualTo("temp/max");
    assertThat(Ingest.resource("meter", "in", "temp")).isEqualTo("in/temp");
  }

  @Test
  void devicesAreAnnouncedWithWhatTheySend() {
    Directory directory = new Directory(2);
    assertThat(directory.announced()).isNull();
    assertThat(
            directory.learn(
                "m",
                List.of(
                    new Measurement("Temp", 21L, "Cel", Double.NaN),
                    Measurement.of("temp", true),
                    Measurement.of("3303/0/5700", "x")),
                false))
        .isTrue();
    assertThat(directory.learn("m", List.of(Measurement.of("temp", false)), false)).isFalse();
    assertThat(directory.learn("n", List.of(Measurement.of("t", "1.5")), true)).isTrue();
    assertThat(directory.admits("o")).isFalse();
    List<Announced> all = requireNonNull(directory.announced());
    assertThat(all).hasSize(2);
    assertThat(all.get(0).channels())
        .containsExactly(
            "{\"id\":\"temp\",\"name\":\"Temp\",\"unit\":\"Cel\","
                + "\"address\":{\"resource\":\"Temp\",\"type\":\"double\"}}",
            "{\"id\":\"temp-"
                + Integer.toHexString("temp".hashCode())
                + "\",\"name\":\"temp\","
                + "\"address\":{\"resource\":\"temp\",\"type\":\"boolean\"}}",
            "{\"id\":\"3303.0.5700\",\"name\":\"3303/0/5700\","
                + "\"address\":{\"resource\":\"3303/0/5700\",\"type\":\"text\"}}");
    assertThat(all.get(1).channels().get(0)).contains("\"type\":\"double\"");
  }

  @Test
  void keysAreReadFromAFileOfItsOwner() throws IOException {
    Path file =
        ServerFixture.keyFile(
            directory, "# identity=key", "", "a=plain text", "b=hex:00112233445566778899");
    Map<String, byte[]> keys = new PreSharedKeys(new String[0], file.toString(), NO_KEYS).load();
    assertThat(keys.get("a")).asString().isEqualTo("plain text");
    assertThat(keys.get("b")).hasSize(10).startsWith(0, 0x11);
  }

  @Test
  void keysThatOthersMayReadAreRefused() throws IOException {
    Path file = ServerFixture.keyFile(directory, "a=plain text");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    refused(file, "others than its owner may use");
  }

  @Test
  void keysThatCannotBeUsedAreRefusedWithoutBeingShown() throws IOException {
    refused(ServerFixture.keyFile(directory, "a=short"), "line 1", "is shorter than 8 bytes");
    refused(ServerFixture.keyFile(directory, "a=hex:xy"), "not hexadecimal");
    refused(ServerFixture.keyFile(directory, "no key at all"), "line 1", "is not <identity>=<key>");
    refused(ServerFixture.keyFile(directory, "a=plain text", "a=plain text"), "a second key");
    refused(directory.resolve("nothing"), "cannot be read");
  }

  private static void refused(Path file, String... reasons) {
    assertThatThrownBy(() -> new PreSharedKeys(new String[0], file.toString(), NO_KEYS).load())
        .isInstanceOf(ConnectionException.class)
        .message()
        .contains(reasons)
        .doesNotContain("short=", "plain text");
  }

  @Test
  void aKeyInASettingIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> new PreSharedKeys(new String[] {"a=hunter2"}, "", NO_KEYS))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo("psk"))
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> new PreSharedKeys(new String[] {"a=secret:x"}, "", NO_KEYS).load())
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("secret:x");
  }

  @Test
  void settingsThatCannotBeUsedAreNamed() {
    server("psk", Map.of());
    server("port", Map.of("port", 0));
    server("plain.port", Map.of("plain.port", 70_000, "psk.file", "/keys"));
    server("accept", Map.of("accept", "some"));
    server("tls.key", Map.of("tls.certificate", "/c.pem"));
    server("tls.ca", Map.of("tls.certificate", "/c.pem", "tls.key", "/k.pem"));
    server(
        "plain.port",
        Map.of(
            "plain.port", 5683, "tls.certificate", "/c.pem", "tls.key", "/k.pem", "tls.ca", "/a"));
    server("psk.file", Map.of("psk.file", "keys"));
    server("rate", Map.of("rate", 0, "psk.file", "/keys"));
    server("ports", Map.of("ports", 1, "psk.file", "/keys"));
    client("host", Map.of());
    client("psk", Map.of("host", "h"));
    client("tls.ca", Map.of("host", "h", "security", "certificate"));
    client("security", Map.of("host", "h", "security", "none", "psk.file", "/keys"));
    client("security", Map.of("host", "h", "security", "ssl"));
    client("timeout.ms", Map.of("host", "h", "security", "none", "timeout.ms", 1));
  }

  private static void server(String field, Map<String, Object> settings) {
    assertThatThrownBy(
            () ->
                ServerSettings.of(
                    WrittenConfig.of(ServerConfig.class, settings), settings, NO_KEYS))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static void client(String field, Map<String, Object> settings) {
    assertThatThrownBy(
            () ->
                ClientSettings.of(
                    WrittenConfig.of(ClientConfig.class, settings), settings, NO_KEYS))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
