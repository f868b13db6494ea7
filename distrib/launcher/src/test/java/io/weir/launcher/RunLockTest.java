package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path run;

  @Test
  void keepsAnotherProcessOut() throws IOException, InterruptedException {
    try (RunLock lock = RunLock.take(run)) {
      assertThat(lock.file()).exists();
      assertThat(otherProcess())
          .contains("Another gateway uses the directory " + run + "; stop it");
    }
    assertThat(otherProcess()).contains("taken");
  }

  /** Tries to take the lock and prints what came of it. */
  public static void main(String[] args) {
    try (RunLock lock = RunLock.take(Path.of(args[0]))) {
      System.out.println("taken " + lock.file());
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }

  private String otherProcess() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                RunLockTest.class.getName(),
                run.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(other.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
