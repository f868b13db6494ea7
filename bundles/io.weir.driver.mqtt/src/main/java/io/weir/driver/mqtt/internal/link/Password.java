package io.weir.driver.mqtt.internal.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a password from the file that holds it; never keeps or prints it. */
final class Password {
  private Password() {}

  static String read(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IOException("password.file: " + file + " cannot be read; give its path", e);
    }
  }
}
