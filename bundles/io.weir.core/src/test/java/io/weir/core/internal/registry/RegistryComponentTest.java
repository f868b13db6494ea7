package io.weir.core.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.internal.work.ManualScheduler;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real folders with the real watch service; only the scheduler is driven by hand. */
class RegistryComponentTest {
  @TempDir Path etc;

  private final ManualScheduler scheduler = new ManualScheduler();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private @Nullable RegistryComponent component;

  @BeforeEach
  void begin() throws IOException {
    component =
        new RegistryComponent(
            etc,
            etc.resolve("data"),
            null,
            new MapChannelTable(),
            new Connections(board),
            board,
            scheduler,
            new FakeClock(),
            () -> false);
    scheduler.run();
  }

  @AfterEach
  void end() throws IOException {
    registry().deactivate();
  }

  @Test
  void filesAreFollowedHoweverTheyAreWritten() throws IOException {
    assertThat(etc.resolve("devices")).as("made where missing").isDirectory();
    Path file = etc.resolve("devices/boiler.json");
    Files.writeString(file, json("Boiler 1"));
    eventually(() -> name().equals("Boiler 1"));

    Path editorsCopy = etc.resolve("devices/.boiler.json.swp");
    Files.writeString(editorsCopy, json("Boiler 2"));
    Files.move(editorsCopy, file, StandardCopyOption.REPLACE_EXISTING);
    eventually(() -> name().equals("Boiler 2"));

    Files.delete(file);
    eventually(() -> registry().devices().isEmpty());
  }

  @Test
  void aFolderThatIsReplacedIsFollowedAgain() throws IOException {
    Files.delete(etc.resolve("devices"));
    Path elsewhere = Files.createDirectory(etc.resolve("restored"));
    Files.writeString(elsewhere.resolve("boiler.json"), json("Boiler 3"));
    Files.move(elsewhere, etc.resolve("devices"));
    eventually(() -> name().equals("Boiler 3"));
    Files.writeString(etc.resolve("devices/boiler.json"), json("Boiler 4"));
    eventually(() -> name().equals("Boiler 4"));
  }

  private RegistryComponent registry() {
    return Objects.requireNonNull(component);
  }

  private String name() {
    return registry().device("boiler").map(device -> device.name()).orElse("");
  }

  private static String json(String name) {
    return "{\"id\":\"boiler\",\"name\":\"" + name + "\",\"connection\":\"plant\",\"channels\":[]}";
  }

  private void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 30 s").isLessThan(end);
      LockSupport.parkNanos(1_000_000); // the operating system tells of changes in its own time
      scheduler.advance(Duration.ofMillis(250));
    }
  }
}
