package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate for 127.0.0.1 that signs itself, made by openssl. */
record Certificate(Path pem, Path key) {
  static Certificate make(Path directory) throws IOException {
    Files.createDirectories(directory);
    Certificate made =
        new Certificate(directory.resolve("server.crt"), directory.resolve("server.key"));
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=slave",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                made.key().toString(),
                "-out",
                made.pem().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(openssl.onExit().join().exitValue()).as(said).isZero();
    return made;
  }
}
