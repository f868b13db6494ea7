package io.weir.driver.coap.internal;

import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.WrittenConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/** A server on free ports of the loopback, with keys. */
final class ServerFixture {
  static final String KEY = "a key of sixteen";

  final FakeClock clock = new FakeClock();
  final FakeStatusBoard board = new FakeStatusBoard();
  final int port = Fixtures.freePort();
  final int plainPort = Fixtures.freePort();
  final CoapServerDriver driver;

  ServerFixture(Map<String, Object> more) {
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                "address",
                "127.0.0.1",
                "port",
                port,
                "plain.port",
                plainPort,
                "burst",
                10_000,
                "psk",
                new String[] {"sensor-7=secret:seven", "sensor-8=secret:eight"}));
    settings.putAll(more);
    driver =
        new CoapServerDriver(
            clock,
            board,
            WrittenConfig.of(ServerConfig.class, settings),
            Fixtures.settings(settings),
            (field, reference) ->
                (reference.equals("secret:seven") ? KEY : "another one of 16")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  String plain(String path) {
    return "coap://127.0.0.1:" + plainPort + path;
  }

  String secured(String path) {
    return "coaps://127.0.0.1:" + port + path;
  }

  long count(String counter) {
    return board.get("coap-server/test").counters().getOrDefault(counter, 0L);
  }

  /** A file of keys that only its owner may read. */
  static Path keyFile(Path directory, String... lines) throws IOException {
    Path file = Files.writeString(directory.resolve("keys"), String.join("\n", lines));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
