package io.weir.core.internal.bus;

import static io.weir.core.internal.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.api.driver.ConnectionException;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.BusPlan;
import io.weir.api.runtime.ConnectionRegistry.Ability;
import io.weir.api.runtime.ConnectionRegistry.Scan;
import io.weir.api.runtime.ConnectionRegistry.Scan.Phase;
import io.weir.core.internal.pipeline.LiveTable;
import io.weir.core.internal.pipeline.Pipeline;
import io.weir.core.internal.presence.PresenceLog;
import io.weir.core.internal.registry.Connections;
import io.weir.core.internal.registry.RegistryComponent;
import io.weir.core.internal.work.CoreScheduler;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeJournal;
import io.weir.testing.FakeStatusBoard;
import io.weir.testing.MapChannelTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConnectionComponentTest {
  private static final Map<String, Object> PLANT =
      Map.of("service.pid", "io.weir.driver.fake~plant", "weir.protocol", "fake");

  @TempDir Path etc;

  private final FakeClock clock = new FakeClock();
  private final FakeStatusBoard board = new FakeStatusBoard();
  private final FakeDriver driver = new FakeDriver();
  private final MapChannelTable table = new MapChannelTable();
  private final CoreScheduler scheduler = new CoreScheduler();
  private final Connections connections = new Connections(board);
  private final Pipeline pipeline =
      new Pipeline(clock, board, new LiveTable(table, clock), new FakeJournal());
  private RegistryComponent registry;
  private Acquisition acquisition;
  private ConnectionComponent component;

  @BeforeEach
  void begin() throws Exception {
    Files.createDirectories(etc.resolve("devices"));
    Files.writeString(etc.resolve("devices/boiler.json"), document("boiler", 3));
    driver.times("9600 baud", 20_000, 1_000, 500_000);
    registry =
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
    acquisition =
        new Acquisition(
            clock,
            board,
            registry,
            connections,
            pipeline,
            new PresenceLog(
                etc.resolve("data/presence"), etc.resolve("devices"), clock, scheduler));
    component = new ConnectionComponent(connections, registry, acquisition);
    connections.addDriver(driver, PLANT);
    until(() -> component.connection("plant").orElseThrow().devices().contains("boiler"));
  }

  @AfterEach
  void end() throws Exception {
    acquisition.deactivate();
    pipeline.deactivate();
    registry.deactivate();
  }

  @Test
  void aConnectionTellsWhatItIsAndCan() {
    assertThat(component.connections())
        .singleElement()
        .satisfies(
            plant -> {
              assertThat(plant.name()).isEqualTo("plant");
              assertThat(plant.protocol()).isEqualTo("fake");
              assertThat(plant.pid()).isEqualTo("io.weir.driver.fake~plant");
              assertThat(plant.medium()).isEqualTo("9600 baud");
              assertThat(plant.abilities()).containsExactlyInAnyOrder(Ability.SCAN, Ability.READ);
            });
    assertThat(component.connection("attic")).isEmpty();
    assertThatThrownBy(() -> component.plan("attic", null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'attic'");
  }

  @Test
  void aDraftIsPlannedInThePlaceOfWhatIsInForceAndNumbersNothing() {
    assertThat(component.plan("plant", null).reads())
        .extracting(BusPlan.Read::start)
        .containsExactly(3);
    assertThat(component.plan("plant", bytes(document("boiler", 7))).reads())
        .extracting(BusPlan.Read::start)
        .containsExactly(7);
    assertThat(component.plan("plant", bytes(document("pump", 7))).devices())
        .extracting(BusPlan.Load::device)
        .containsExactlyInAnyOrder("boiler", "pump");
    assertThat(table.size()).isEqualTo(1);
    assertThatThrownBy(() -> component.plan("plant", bytes(document("pump", -1))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/channels/0/address/start: '-1'");
  }

  @Test
  void aSearchAsksForOneAfterTheOther() {
    driver.set("unit 3", 0, 1);
    driver.silence("unit 1", true);
    driver.silence("unit 2", true);
    assertThat(component.scan("plant").phase()).isEqualTo(Phase.NONE);
    component.scan("plant", Map.of("areas", 3));
    until(() -> component.scan("plant").phase() != Phase.RUNNING);
    Scan scan = component.scan("plant");
    assertThat(scan.phase()).isEqualTo(Phase.DONE);
    assertThat(scan.done()).isEqualTo(3);
    assertThat(scan.findings())
        .singleElement()
        .satisfies(found -> assertThat(found.address()).isEqualTo(Map.of("area", "unit 3")));
    assertThatThrownBy(() -> component.scan("plant", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("areas");
  }

  @Test
  void whatIsADeviceAlreadyIsFoundAsSuch() throws Exception {
    component.scan("plant", Map.of("areas", 2));
    until(() -> component.scan("plant").phase() == Phase.DONE);
    assertThat(component.scan("plant").findings())
        .allSatisfy(found -> assertThat(found.details()).doesNotContainKey("device"));

    String pump = document("pump", 4).replace("\"a\"", "\"unit 2\"");
    Files.writeString(etc.resolve("devices/pump.json"), pump);
    until(() -> component.connection("plant").orElseThrow().devices().contains("pump"));
    assertThat(component.scan("plant").findings())
        .extracting(found -> found.title() + " " + found.details())
        .containsExactly("unit 1 {}", "unit 2 {device=pump}");
  }

  @Test
  void aSearchIsStoppedAndFailsWithTheConnection() {
    driver.onRead(() -> component.stopScan("plant"));
    component.scan("plant", Map.of("areas", 1000));
    until(() -> component.scan("plant").phase() == Phase.STOPPED);
    assertThat(component.scan("plant").done()).isLessThan(1000);

    driver.onRead(() -> driver.breakWith("unplugged"));
    component.scan("plant", Map.of("areas", 1000));
    until(() -> component.scan("plant").phase() == Phase.FAILED);
    assertThat(component.scan("plant").message()).contains("unplugged");
  }

  @Test
  void aPlaceIsReadInEveryWay() throws Exception {
    driver.set("a", 7, 42);
    var reading =
        component
            .read("plant", Map.of("area", "a", "start", 7))
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    assertThat(reading.raw()).containsExactly("42");
    assertThat(reading.interpretations()).hasSize(1);
    driver.silence("a", true);
    driver.breakWith("unplugged");
    assertThatThrownBy(
            () ->
                component
                    .read("plant", Map.of("area", "a", "start", 7))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ConnectionException.class)
        .hasMessageContaining("unplugged");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String document(String id, int start) {
    return ("{'id':'"
            + id
            + "','connection':'plant','channels':[{'id':'temp','address':"
            + "{'area':'a','start':"
            + start
            + "}}]}")
        .replace('\'', '"');
  }
}
