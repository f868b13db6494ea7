package io.weir.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
  @TempDir Path directory = Path.of("");

  @Test
  void aDirectoryIsTakenOnce() throws IOException {
    try (DataLock lock = DataLock.take(directory)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> DataLock.take(directory))
          .isInstanceOf(DataLock.InUse.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by another gateway");
    }
    DataLock.take(directory).close();
  }

  @Test
  void anotherProcessIsKeptOutAndItsRemainsAreNot() throws Exception {
    Process other = other();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(other.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(said.readLine()).isEqualTo("taken");
      assertThatThrownBy(() -> DataLock.take(directory))
          .isInstanceOf(DataLock.InUse.class)
          .hasMessageContaining("stop that one or set weir.data");
      other.destroyForcibly();
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(directory.resolve("lock")).as("of the dead process").exists();
    try (DataLock lock = DataLock.take(directory)) {
      assertThat(lock).isNotNull();
      Process late = other();
      try (OutputStream in = late.getOutputStream()) {
        in.flush();
      }
      String said = new String(late.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(said.strip()).isEqualTo("refused");
      assertThat(late.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aCopyOfADirectoryInUseIsAnother() throws IOException {
    Path copy = directory.resolve("copy");
    Path original = directory.resolve("original");
    try (DataLock lock = DataLock.take(original)) {
      Files.createDirectories(copy);
      Files.copy(original.resolve("lock"), copy.resolve("lock"));
      try (DataLock second = DataLock.take(copy)) {
        assertThat(second).isNotSameAs(lock);
      }
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNotInUse() throws IOException {
    Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> DataLock.take(directory.resolve("file").resolve("data")))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(DataLock.InUse.class);
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            DataLockTest.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The other process: takes the directory, says so and waits for the end of its input. */
  public static void main(String[] args) throws IOException {
    try (DataLock lock = DataLock.take(Path.of(args[0]))) {
      System.out.println(lock == null ? "nothing" : "taken");
      int end = System.in.read();
      System.out.println(end);
    } catch (DataLock.InUse e) {
      System.out.println("refused");
    }
  }
}
