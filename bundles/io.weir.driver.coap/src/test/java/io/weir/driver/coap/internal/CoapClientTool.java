package io.weir.driver.coap.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** libcoap's {@code coap-client}: a device that is not our own code. */
final class CoapClientTool {
  /** The build of libcoap that is run; both are of Debian's libcoap3-bin. */
  private static final String PROGRAM = "coap-client-gnutls";

  /** What the program said: answers on the one, error codes with their reasons on the other. */
  record Said(String out, String errors) {}

  private CoapClientTool() {}

  /** Runs it to its end. */
  static Said run(String... arguments) throws Exception {
    try (Running running = start(arguments)) {
      return running.end();
    }
  }

  static Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("stdbuf", "-oL", PROGRAM));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("coap", ".out");
    Path errors = Files.createTempFile("coap", ".err");
    return new Running(
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start(),
        out,
        errors);
  }

  /** A run that goes on. */
  record Running(Process process, Path out, Path errors) implements AutoCloseable {
    Said end() throws Exception {
      if (!process.waitFor(180, TimeUnit.SECONDS)) {
        throw new AssertionError(PROGRAM + " does not end: " + said());
      }
      return said();
    }

    Said said() throws IOException {
      return new Said(
          Files.readString(out, StandardCharsets.ISO_8859_1),
          Files.readString(errors, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      Files.deleteIfExists(out);
      Files.deleteIfExists(errors);
    }
  }
}
