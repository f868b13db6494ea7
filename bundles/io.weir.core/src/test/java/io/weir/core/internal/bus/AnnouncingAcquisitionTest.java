package io.weir.core.internal.bus;

import static io.weir.core.internal.Eventually.until;
import static io.weir.testing.FakeAnnouncingDriver.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Sample;
import io.weir.core.internal.pipeline.LiveTable;
import io.weir.core.internal.pipeline.Pipeline;
import io.weir.core.internal.presence.PresenceLog;
import io.weir.core.internal.registry.Connections;
import io.weir.core.internal.registry.RegistryComponent;
import io.weir.core.internal.work.CoreScheduler;
import io.weir.testing.FakeAnnouncingDriver;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeJournal;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From an announcement to a value, with no configuration but the connection, on real threads. */
@Timeout(120)
class AnnouncingAcquisitionTest {
  @TempDir Path etc;

  @Test
  void whatIsAnnouncedHasAValueAndItsSenderIsToldThatItIsKept() throws Exception {
    FakeClock clock = new FakeClock();
    FakeStatusBoard board = new FakeStatusBoard();
    FakeJournal journal = new FakeJournal();
    MapChannelTable table = new MapChannelTable();
    CoreScheduler scheduler = new CoreScheduler();
    LiveTable live = new LiveTable(table, clock);
    Connections connections = new Connections(board);
    Pipeline pipeline = new Pipeline(clock, board, live, journal);
    PresenceLog presence =
        new PresenceLog(etc.resolve("data/presence"), etc.resolve("devices"), clock, scheduler);
    RegistryComponent registry =
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
    Acquisition acquisition =
        new Acquisition(clock, board, registry, connections, pipeline, presence);
    FakeAnnouncingDriver driver = new FakeAnnouncingDriver();
    Queue<Boolean> told = new ConcurrentLinkedQueue<>();

    connections.addDriver(driver, Map.of("service.pid", "io.weir.driver.fake~zigbee"));
    until(() -> driver.base().calls().contains("connect"));
    driver.announce(device("0x01", "hall", "temperature"));
    until(() -> registry.channel("hall/temperature").isPresent());
    int number = registry.channel("hall/temperature").orElseThrow().number();
    until(() -> driver.base().listened().contains(number));
    driver.push(number, clock.micros(), 21, told::add);
    until(
        () -> {
          Sample sample = live.get(number);
          return sample != null && Long.valueOf(21).equals(sample.value());
        });
    until(() -> told.contains(true));
    assertThat(told).hasSize(1);

    driver.withdraw(Map.of("area", "0x01"));
    until(() -> board.get("device/hall").reason().equals("gone"));
    until(() -> presence.changes("hall").size() == 2);
    assertThat(presence.changes("hall").get(1).reason()).isEqualTo("gone");

    acquisition.deactivate();
    pipeline.deactivate();
    registry.deactivate();
    presence.deactivate();
  }
}
