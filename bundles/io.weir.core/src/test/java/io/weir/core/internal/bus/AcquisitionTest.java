package io.weir.core.internal.bus;

import static io.weir.core.internal.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.runtime.State;
import io.weir.core.internal.bus.Acquisition.Target;
import io.weir.core.internal.pipeline.LiveTable;
import io.weir.core.internal.pipeline.Pipeline;
import io.weir.core.internal.presence.PresenceLog;
import io.weir.core.internal.registry.Connections;
import io.weir.core.internal.registry.RegistryComponent;
import io.weir.core.internal.work.ManualScheduler;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeJournal;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a document to the journal, on the real threads: all of core but the framework. */
@Timeout(120)
class AcquisitionTest {
  private static final Map<String, Object> PLANT =
      Map.of("service.pid", "io.weir.driver.fake~plant");

  @TempDir Path etc;

  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeJournal journal = new FakeJournal();
  private final FakeDriver driver = new FakeDriver();
  private final MapChannelTable table = new MapChannelTable();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final LiveTable live = new LiveTable(table, clock);
  private final Connections connections = new Connections(board);
  private final Pipeline pipeline = new Pipeline(clock, board, live, journal);
  private @Nullable RegistryComponent registry;
  private @Nullable Acquisition acquisition;

  @BeforeEach
  void begin() throws IOException {
    device("true", "0.1");
    RegistryComponent made =
        new RegistryComponent(
            etc,
            etc.resolve("data"),
            null,
            table,
            connections,
            board,
            scheduler,
            clock,
            () -> false);
    registry = made;
    acquisition =
        new Acquisition(
            clock,
            board,
            made,
            connections,
            pipeline,
            new PresenceLog(
                etc.resolve("data/presence"), etc.resolve("devices"), clock, scheduler));
    scheduler.run();
  }

  @AfterEach
  void end() throws Exception {
    if (acquisition != null) {
      acquisition.deactivate();
    }
    pipeline.deactivate();
    if (registry != null) {
      registry.deactivate();
    }
  }

  @Test
  void aDeviceIsPolledFromTheMomentItsDriverComesUntilItGoes() {
    assertThat(live.get(0)).isNull();
    driver.set("a", 3, 712);
    connections.addDriver(driver, PLANT);
    scheduler.run();
    until(() -> value().equals("71.2 good"));
    until(() -> journal.rows().size() == 1);
    assertThat(board.get("device/boiler").state()).isEqualTo(State.OK);

    connections.removeDriver(driver, PLANT);
    until(() -> value().equals("null bad/comm"));
    assertThat(driver.calls()).endsWith("disconnect");
    scheduler.run();
    assertThat(board.get("device/boiler").state()).isEqualTo(State.STARTING);
    assertThat(target()).isNull();
  }

  @Test
  void aChangedDocumentTakesEffectWithoutARestart() throws IOException {
    driver.set("a", 3, 712);
    connections.addDriver(driver, PLANT);
    scheduler.run();
    until(() -> value().equals("71.2 good"));

    device("true", "0.01");
    follow("7.12 good");
    device("false", "0.01");
    follow("null bad/config");
    assertThat(board.get("device/boiler").state()).isEqualTo(State.DISABLED);
    assertThat(Objects.requireNonNull(target()).bus()).as("nothing is written to it").isNull();
  }

  @Test
  void whatWasPolledIsRecordedBeforeTheEnd() throws Exception {
    connections.addDriver(driver, PLANT);
    scheduler.run();
    until(() -> value().endsWith("good"));
    end();
    assertThat(journal.rows().size()).isEqualTo(2);
    assertThat(Quality.text(journal.rows().quality(1))).isEqualTo("bad/comm");
    assertThat(board.parts()).isEmpty();
    acquisition = null;
    registry = null;
  }

  private void follow(String expected) {
    until(
        () -> {
          scheduler.advance(Duration.ofMillis(250));
          return value().equals(expected);
        });
  }

  private @Nullable Target target() {
    return acquisition == null ? null : acquisition.target("boiler/temp");
  }

  private String value() {
    Sample sample = live.get(0);
    return sample == null ? "" : sample.value() + " " + Quality.text(sample.quality());
  }

  private void device(String enabled, String scale) throws IOException {
    Path file = etc.resolve("devices/boiler.json");
    Files.createDirectories(etc.resolve("devices"));
    String json =
        "{'id':'boiler','connection':'plant','enabled':"
            + enabled
            + ",'channels':[{'id':'temp','access':'rw','scale':"
            + scale
            + ",'address':{'area':'a','start':3}}]}";
    Files.writeString(file, json.replace('\'', '"'));
  }
}
